package org.tweedie.engine;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * Structural similarity (Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment: from error
 * visibility to structural similarity", IEEE TIP 13, 2004) with the paper's constants.
 */
final class Similarity {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;
  private static final double[] KERNEL = kernel();

  private Similarity() {}

  /**
   * The mean over the positions where the window fits, and over the leading axes.
   *
   * @param x a real image
   * @param reference a real image of the same space
   * @param peak the dynamic range
   */
  static double ssim(Field x, Field reference, double peak) {
    Space s = x.space();
    if (s.rank() < 2) {
      return Double.NaN;
    }
    int rows = s.dim(s.rank() - 2);
    int columns = s.dim(s.rank() - 1);
    if (rows < WINDOW || columns < WINDOW) {
      return Double.NaN;
    }
    int slices = s.size() / (rows * columns);
    double sum = 0;
    for (int k = 0; k < slices; k++) {
      sum += slice(x.data(), reference.data(), k * rows * columns, rows, columns, peak);
    }
    return sum / slices;
  }

  private static double slice(
      float[] x, float[] y, int offset, int rows, int columns, double peak) {
    int n = rows * columns;
    double[] a = new double[n];
    double[] b = new double[n];
    double[] aa = new double[n];
    double[] bb = new double[n];
    double[] ab = new double[n];
    for (int i = 0; i < n; i++) {
      a[i] = x[offset + i];
      b[i] = y[offset + i];
      aa[i] = a[i] * a[i];
      bb[i] = b[i] * b[i];
      ab[i] = a[i] * b[i];
    }
    double[] ma = filter(a, rows, columns);
    double[] mb = filter(b, rows, columns);
    double[] maa = filter(aa, rows, columns);
    double[] mbb = filter(bb, rows, columns);
    double[] mab = filter(ab, rows, columns);
    double c1 = K1 * peak * K1 * peak;
    double c2 = K2 * peak * K2 * peak;
    double sum = 0;
    for (int i = 0; i < ma.length; i++) {
      double va = maa[i] - ma[i] * ma[i];
      double vb = mbb[i] - mb[i] * mb[i];
      double cov = mab[i] - ma[i] * mb[i];
      sum +=
          (2 * ma[i] * mb[i] + c1)
              * (2 * cov + c2)
              / ((ma[i] * ma[i] + mb[i] * mb[i] + c1) * (va + vb + c2));
    }
    return sum / ma.length;
  }

  /** The Gaussian window over the positions where it fits: rows first, then columns. */
  private static double[] filter(double[] x, int rows, int columns) {
    int width = columns - WINDOW + 1;
    int height = rows - WINDOW + 1;
    double[] narrow = new double[rows * width];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < width; c++) {
        double s = 0;
        for (int k = 0; k < WINDOW; k++) {
          s += KERNEL[k] * x[r * columns + c + k];
        }
        narrow[r * width + c] = s;
      }
    }
    double[] out = new double[height * width];
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        double s = 0;
        for (int k = 0; k < WINDOW; k++) {
          s += KERNEL[k] * narrow[(r + k) * width + c];
        }
        out[r * width + c] = s;
      }
    }
    return out;
  }

  private static double[] kernel() {
    double[] k = new double[WINDOW];
    double sum = 0;
    for (int i = 0; i < WINDOW; i++) {
      double d = i - WINDOW / 2;
      k[i] = Math.exp(-d * d / (2 * SIGMA * SIGMA));
      sum += k[i];
    }
    for (int i = 0; i < WINDOW; i++) {
      k[i] /= sum;
    }
    return k;
  }
}
