package org.tweedie.conformance.law;

import org.tweedie.conformance.reference.Matrix;

/**
 * {@code x ↦ F x + c}.
 *
 * @param f F
 * @param c the constant
 */
public record Affine(Matrix f, double[] c) {
  /** The identity in d dimensions. */
  public static Affine identity(int d) {
    return linear(Matrix.identity(d));
  }

  /** {@code x ↦ F x}. */
  public static Affine linear(Matrix f) {
    return new Affine(f, new double[f.rows()]);
  }

  /** {@code M (F x + c)}. */
  public Affine then(Matrix m) {
    return new Affine(m.times(f), m.times(c));
  }

  /** {@code a (F x + c)}. */
  public Affine times(double a) {
    return new Affine(f.scaled(a), sum(new double[c.length], a, c));
  }

  /** {@code F x + c + a (G x + d)} with another map of the same x. */
  public Affine plus(double a, Affine other) {
    return new Affine(f.plus(a, other.f), sum(c, a, other.c));
  }

  /** {@code F x + c + a v} with a constant v. */
  public Affine plus(double a, double[] v) {
    return new Affine(f, sum(c, a, v));
  }

  private static double[] sum(double[] x, double a, double[] y) {
    double[] s = x.clone();
    for (int i = 0; i < s.length; i++) {
      s[i] += a * y[i];
    }
    return s;
  }
}
