package org.tweedie.samplers.law;

import org.tweedie.numerics.dense.Matrix;

/**
 * {@code x ↦ F x + c}.
 *
 * @param f F
 * @param c the constant
 */
record AffineMap(Matrix f, double[] c) {
  /** The identity on d coordinates. */
  static AffineMap identity(int d) {
    return new AffineMap(Matrix.identity(d), new double[d]);
  }

  /** {@code M (F x + c)}. */
  AffineMap then(Matrix m) {
    return new AffineMap(m.times(f), m.times(c));
  }

  /** {@code a (F x + c)}. */
  AffineMap times(double a) {
    return then(Matrix.scalar(c.length, a));
  }

  /** The sum of two maps of the same x. */
  AffineMap plus(AffineMap other) {
    return new AffineMap(f.plus(other.f), add(c, 1, other.c));
  }

  /** The difference of two maps of the same x. */
  AffineMap minus(AffineMap other) {
    return plus(other.times(-1));
  }

  /** This map plus a constant. */
  AffineMap plus(double[] constant) {
    return new AffineMap(f, add(c, 1, constant));
  }

  /** {@code v − (F x + c)}. */
  AffineMap from(double[] v) {
    return times(-1).plus(v);
  }

  static double[] add(double[] a, double s, double[] b) {
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += s * b[i];
    }
    return out;
  }
}
