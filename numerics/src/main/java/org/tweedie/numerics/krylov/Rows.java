package org.tweedie.numerics.krylov;

import java.util.Arrays;

/** Vectors that are held as rows of floats: loops that vectorise, with sums in double. */
final class Rows {
  /** So many sums run side by side, which vectorises; together they fill a page. */
  private static final int LANES = 512;

  private Rows() {}

  static float[][] copy(float[][] x) {
    return Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
  }

  /** {@code x·y}. */
  static double dot(float[][] x, float[][] y) {
    double[] lanes = new double[Math.min(LANES, x[0].length)];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += dot(x[i], y[i], lanes);
    }
    return sum + total(lanes);
  }

  /** {@code x ← x + a p}, {@code r ← r − a q}; returns {@code r·r}. One pass through memory. */
  static double advance(double a, float[][] p, float[][] q, float[][] x, float[][] r) {
    double[] lanes = new double[Math.min(LANES, x[0].length)];
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      axpy((float) a, p[i], x[i]);
      axpy((float) -a, q[i], r[i]);
      sum += dot(r[i], r[i], lanes);
    }
    return sum + total(lanes);
  }

  /** {@code p ← r + b p}. */
  static void turn(double b, float[][] r, float[][] p) {
    float f = (float) b;
    for (int i = 0; i < p.length; i++) {
      float[] to = p[i];
      float[] from = r[i];
      for (int j = 0; j < to.length; j++) {
        to[j] = f * to[j] + from[j];
      }
    }
  }

  /** {@code x ← x − y}. */
  static void subtract(float[][] x, float[][] y) {
    for (int i = 0; i < x.length; i++) {
      axpy(-1, y[i], x[i]);
    }
  }

  private static void axpy(float a, float[] x, float[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += a * x[j];
    }
  }

  /** Adds products to the lanes; those that fill no lanes are returned. */
  private static double dot(float[] x, float[] y, double[] lanes) {
    int j = 0;
    for (; j + lanes.length <= x.length; j += lanes.length) {
      addProducts(lanes, x, y, j);
    }
    double rest = 0;
    for (; j < x.length; j++) {
      rest += (double) x[j] * y[j];
    }
    return rest;
  }

  private static void addProducts(double[] lanes, float[] x, float[] y, int from) {
    for (int l = 0; l < lanes.length; l++) {
      lanes[l] += (double) x[from + l] * y[from + l];
    }
  }

  private static double total(double[] lanes) {
    double sum = 0;
    for (double v : lanes) {
      sum += v;
    }
    return sum;
  }
}
