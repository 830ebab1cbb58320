package org.tweedie.formats;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Reordering of the axes of an array: files differ in which index runs fastest. */
final class Axes {
  private Axes() {}

  /**
   * One axis of a stored array.
   *
   * @param extent how many elements it has
   * @param stride how many elements apart its neighbours are stored
   */
  record Axis(int extent, int stride) {}

  /** The axes of an array whose last index runs fastest, in the order of its shape. */
  static List<Axis> rowMajor(int[] shape) {
    List<Axis> axes = new ArrayList<>();
    int stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      axes.add(0, new Axis(shape[i], stride));
      stride *= shape[i];
    }
    return axes;
  }

  /** The axes of an array whose first index runs fastest, in the order of its shape. */
  static List<Axis> columnMajor(int[] shape) {
    List<Axis> axes = new ArrayList<>();
    int stride = 1;
    for (int extent : shape) {
      axes.add(new Axis(extent, stride));
      stride *= extent;
    }
    return axes;
  }

  /**
   * The row-major field whose axes, slowest first, are the given axes of the stored array.
   *
   * @param stored the elements as they lie in the file; its shape is not looked at
   */
  static Field gather(Field stored, List<Axis> order) {
    int components = stored.space().scalar().components();
    int rank = order.size();
    int[] shape = order.stream().mapToInt(Axis::extent).toArray();
    Field result = Field.zeros(Space.of(stored.space().scalar(), shape));
    float[] in = stored.data();
    float[] out = result.data();
    int[] index = new int[rank];
    int from = 0;
    for (int to = 0; to < out.length; to += components) {
      for (int c = 0; c < components; c++) {
        out[to + c] = in[from * components + c];
      }
      for (int d = rank - 1; d >= 0; d--) { // count up, last axis fastest
        from += order.get(d).stride();
        if (++index[d] < shape[d]) {
          break;
        }
        from -= shape[d] * order.get(d).stride();
        index[d] = 0;
      }
    }
    return result;
  }
}
