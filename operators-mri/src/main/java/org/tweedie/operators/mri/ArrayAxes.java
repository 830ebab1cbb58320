package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Regroups the axes of arrays as users store them; the elements stay what they are. */
final class ArrayAxes {
  private ArrayAxes() {}

  /** Leaves out axes of extent 1, the first ones first, while there are more than {@code rank}. */
  static Field withoutOnes(Field x, int rank) {
    int[] shape = x.space().shape();
    while (shape.length > rank && Arrays.stream(shape).anyMatch(d -> d == 1)) {
      int[] s = shape;
      int one = IntStream.range(0, s.length).filter(i -> s[i] == 1).findFirst().orElseThrow();
      shape = IntStream.range(0, s.length).filter(i -> i != one).map(i -> s[i]).toArray();
    }
    return shaped(x, shape);
  }

  /** How many arrays of the last {@code rank} axes there are. */
  static int blocks(Field x, int rank) {
    return Arrays.stream(x.space().shape())
        .limit(x.space().rank() - rank)
        .reduce(1, (a, b) -> a * b);
  }

  /** The k-th array of the last {@code rank} axes, the axes before them counted as one. */
  static Field block(Field x, int rank, int k) {
    int[] shape = x.space().shape();
    Space one =
        Space.of(x.space().scalar(), Arrays.copyOfRange(shape, shape.length - rank, shape.length));
    int n = one.components();
    return Field.wrap(one, Arrays.copyOfRange(x.data(), k * n, (k + 1) * n));
  }

  /** {@code [a, …, z]} as {@code [z, a, …]}, a new field. */
  static Field lastFirst(Field x) {
    int rank = x.space().rank();
    int last = x.space().dim(rank - 1);
    int rest = x.space().size() / last;
    int[] shape = new int[rank];
    shape[0] = last;
    System.arraycopy(x.space().shape(), 0, shape, 1, rank - 1);
    Field out = Field.zeros(Space.of(x.space().scalar(), shape));
    int parts = x.space().scalar().components();
    for (int i = 0; i < rest; i++) {
      for (int j = 0; j < last; j++) {
        for (int p = 0; p < parts; p++) {
          out.data()[(j * rest + i) * parts + p] = x.data()[(i * last + j) * parts + p];
        }
      }
    }
    return out;
  }

  /** The same array with other axes. */
  static Field shaped(Field x, int... shape) {
    return Field.wrap(Space.of(x.space().scalar(), shape), x.data());
  }
}
