package com.example.acme;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * The orthonormal two-dimensional discrete cosine transform (type 2), by matrix products in double
 * precision: it diagonalises the Laplacian of an image with reflecting edges.
 */
final class Cosine {
  private final int rows;
  private final int columns;
  private final double[][] left;
  private final double[][] right;

  /** The transform of images of this shape. */
  Cosine(Space space) {
    rows = space.dim(0);
    columns = space.dim(1);
    left = basis(rows);
    right = basis(columns);
  }

  /**
   * {@code V diag(f) V* x}: scales every coefficient of an image by its factor.
   *
   * @param x the image
   * @param factors one per coefficient, row-major
   */
  double[] filter(double[] x, double[] factors) {
    double[] c = product(x, false);
    for (int i = 0; i < c.length; i++) {
      c[i] *= factors[i];
    }
    return product(c, true);
  }

  /** {@code V* x}. */
  double[] analyse(double[] x) {
    return product(x, false);
  }

  /** Eigenvalue of the negative Laplacian at a coefficient, row-major. */
  double laplacian(int index) {
    double i = Math.sin(Math.PI * (index / columns) / (2 * rows));
    double j = Math.sin(Math.PI * (index % columns) / (2 * columns));
    return 4 * (i * i + j * j);
  }

  /** The real components of an image. */
  static double[] widen(Field x) {
    double[] out = new double[x.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = x.data()[i];
    }
    return out;
  }

  private double[] product(double[] x, boolean back) {
    double[] half = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < rows; k++) {
        double w = back ? left[k][i] : left[i][k];
        for (int j = 0; j < columns; j++) {
          half[i * columns + j] += w * x[k * columns + j];
        }
      }
    }
    double[] out = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double v = half[i * columns + k];
        for (int j = 0; j < columns; j++) {
          out[i * columns + j] += v * (back ? right[k][j] : right[j][k]);
        }
      }
    }
    return out;
  }

  private static double[][] basis(int n) {
    double[][] v = new double[n][n];
    for (int k = 0; k < n; k++) {
      double norm = Math.sqrt((k == 0 ? 1.0 : 2.0) / n);
      for (int i = 0; i < n; i++) {
        v[k][i] = norm * Math.cos(Math.PI * k * (2 * i + 1) / (2.0 * n));
      }
    }
    return v;
  }
}
