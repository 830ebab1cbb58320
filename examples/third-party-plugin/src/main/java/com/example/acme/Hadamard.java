package com.example.acme;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * The orthonormal two-dimensional Walsh-Hadamard transform, in natural order. It is symmetric and
 * its own inverse.
 */
final class Hadamard {
  private Hadamard() {}

  /** True if both sides are powers of two, where the transform exists. */
  static boolean fits(Space space) {
    return space.rank() == 2
        && !space.isComplex()
        && Integer.bitCount(space.dim(0)) == 1
        && Integer.bitCount(space.dim(1)) == 1;
  }

  /** {@code H x}, a new field. */
  static Field transform(Field x) {
    float[] in = x.data();
    double[] v = new double[in.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = in[i];
    }
    // Sides are powers of two, so rows and columns together are one transform of the flat index.
    for (int half = 1; half < v.length; half *= 2) {
      for (int i = 0; i < v.length; i++) {
        if ((i & half) == 0) {
          double sum = v[i] + v[i + half];
          v[i + half] = v[i] - v[i + half];
          v[i] = sum;
        }
      }
    }
    double scale = 1 / Math.sqrt(v.length);
    Field out = Field.zeros(x.space());
    for (int i = 0; i < v.length; i++) {
      out.data()[i] = (float) (v[i] * scale);
    }
    return out;
  }

  /**
   * The sequency of a pattern: how often row {@code k} of the {@code n}-point transform changes its
   * sign. It plays the part of a frequency.
   */
  static int sequency(int k, int n) {
    int bits = Integer.numberOfTrailingZeros(n);
    int gray = bits == 0 ? 0 : Integer.reverse(k) >>> (Integer.SIZE - bits);
    for (int shift = 1; shift < Integer.SIZE; shift *= 2) {
      gray ^= gray >>> shift;
    }
    return gray;
  }
}
