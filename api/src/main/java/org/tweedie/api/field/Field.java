package org.tweedie.api.field;

import java.util.Objects;
import org.tweedie.api.error.ShapeMismatchException;

/**
 * An element of a {@link Space}: a dense, row-major float32 array; complex elements are interleaved
 * (re, im).
 *
 * <p>Values are mutable. The methods that change {@code this} return it, so that a line reads like
 * its formula; every other method leaves its arguments and {@code this} alone. Sums accumulate in
 * double. A field is not synchronised: share it between threads only while nobody writes to it.
 */
public final class Field {
  private final Space space;
  private final float[] data;

  private Field(Space space, float[] data) {
    this.space = space;
    this.data = data;
  }

  /** The zero of the space. */
  public static Field zeros(Space space) {
    return new Field(space, new float[space.components()]);
  }

  /**
   * A field over this very array (not a copy), which must hold {@code space.components()} floats.
   *
   * @throws ShapeMismatchException if it does not
   */
  public static Field wrap(Space space, float[] data) {
    Objects.requireNonNull(space, "space");
    if (data.length != space.components()) {
      throw new ShapeMismatchException(
          "an array of " + data.length + " floats",
          space + " (" + space.components() + " floats)",
          "pass an array of exactly that length");
    }
    return new Field(space, data);
  }

  /** The space that this is an element of. */
  public Space space() {
    return space;
  }

  /** The array itself; writing to it writes to this field. */
  public float[] data() {
    return data;
  }

  /** A new field of the same values. */
  public Field copy() {
    return new Field(space, data.clone());
  }

  /**
   * Fails unless this field is an element of {@code expected}.
   *
   * @param what names this field in the message, for example "the image"
   * @return this
   * @throws ShapeMismatchException if it is not
   */
  public Field require(Space expected, String what) {
    if (!space.equals(expected)) {
      throw new ShapeMismatchException(
          what + " is " + space, expected.toString(), "pass a field of that space");
    }
    return this;
  }

  /** {@code this ← x}. */
  public Field set(Field x) {
    same(x);
    System.arraycopy(x.data, 0, data, 0, data.length);
    return this;
  }

  /** {@code this ← c} in every real component. */
  public Field fill(double c) {
    java.util.Arrays.fill(data, (float) c);
    return this;
  }

  /** {@code this ← a·this}. */
  public Field scale(double a) {
    float f = (float) a;
    for (int i = 0; i < data.length; i++) {
      data[i] *= f;
    }
    return this;
  }

  /** {@code this ← this + x}. */
  public Field add(Field x) {
    same(x);
    float[] d = x.data;
    for (int i = 0; i < data.length; i++) {
      data[i] += d[i];
    }
    return this;
  }

  /** {@code this ← this − x}. */
  public Field subtract(Field x) {
    same(x);
    float[] d = x.data;
    for (int i = 0; i < data.length; i++) {
      data[i] -= d[i];
    }
    return this;
  }

  /** {@code this ← this + a·x}. */
  public Field axpy(double a, Field x) {
    same(x);
    float f = (float) a;
    float[] d = x.data;
    for (int i = 0; i < data.length; i++) {
      data[i] += f * d[i];
    }
    return this;
  }

  /** {@code this ← a·this + b·x}. */
  public Field axpby(double a, double b, Field x) {
    same(x);
    float f = (float) a;
    float g = (float) b;
    float[] d = x.data;
    for (int i = 0; i < data.length; i++) {
      data[i] = f * data[i] + g * d[i];
    }
    return this;
  }

  /**
   * {@code this ← this·w} component by component.
   *
   * @param w a field of this space, or a real one of the same shape: then it weighs real and
   *     imaginary part alike
   */
  public Field multiply(Field w) {
    float[] d = w.data;
    if (space.isComplex() && w.space.equals(space.with(Scalar.REAL))) {
      for (int i = 0; i < d.length; i++) {
        data[2 * i] *= d[i];
        data[2 * i + 1] *= d[i];
      }
      return this;
    }
    same(w);
    for (int i = 0; i < data.length; i++) {
      data[i] *= d[i];
    }
    return this;
  }

  /** The real inner product {@code Re Σ conj(this)·x}, accumulated in double. */
  public double dot(Field x) {
    same(x);
    float[] d = x.data;
    // Four accumulators: one alone would serialise on the latency of the addition.
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int n = data.length & ~3;
    for (int i = 0; i < n; i += 4) {
      s0 += (double) data[i] * d[i];
      s1 += (double) data[i + 1] * d[i + 1];
      s2 += (double) data[i + 2] * d[i + 2];
      s3 += (double) data[i + 3] * d[i + 3];
    }
    for (int i = n; i < data.length; i++) {
      s0 += (double) data[i] * d[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** {@code ‖this‖²}, accumulated in double. */
  public double normSquared() {
    return dot(this);
  }

  /** {@code ‖this‖}. */
  public double norm() {
    return Math.sqrt(normSquared());
  }

  /** True if no component is NaN or infinite. */
  public boolean isFinite() {
    // NaN and ∞ survive the maximum: one pass without branches, which vectorises.
    float largest = 0;
    for (float v : data) {
      largest = Math.max(largest, Math.abs(v));
    }
    return largest <= Float.MAX_VALUE;
  }

  private void same(Field x) {
    if (!space.equals(x.space)) {
      throw new ShapeMismatchException(
          "an operand in " + x.space, space.toString(), "combine only fields of one space");
    }
  }

  /** The space and the norm, for messages; not the values. */
  @Override
  public String toString() {
    return "Field(" + space + ", norm " + norm() + ")";
  }
}
