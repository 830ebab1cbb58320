package org.tweedie.conformance.reference;

/**
 * Eigenvalues, in no order, and orthonormal eigenvectors of a symmetric matrix, by cyclic Jacobi
 * rotations: slow, but accurate for small eigenvalues too.
 *
 * @param values the eigenvalues
 * @param vectors the eigenvectors as columns
 */
public record Eigen(double[] values, Matrix vectors) {
  private static final int SWEEPS = 60; // quadratic convergence: ten are plenty, sixty mean a NaN

  static Eigen of(Matrix m) {
    int n = m.rows();
    double[][] a = m.symmetrised().toArray();
    double[][] v = Matrix.identity(n).toArray();
    double scale = Math.max(m.maxAbs(), Double.MIN_NORMAL);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double off = 0;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          off = Math.max(off, Math.abs(a[p][q]));
          if (Math.abs(a[p][q]) > 1e-300) {
            rotate(a, v, p, q);
          }
        }
      }
      if (off <= 1e-16 * scale) {
        break;
      }
    }
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = a[i][i];
    }
    return new Eigen(values, Matrix.of(v));
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (double[] row : a) {
      mix(row, p, q, c, s);
    }
    for (int k = 0; k < a.length; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = c * x - s * y;
      a[q][k] = s * x + c * y;
    }
    for (double[] row : v) {
      mix(row, p, q, c, s);
    }
  }

  private static void mix(double[] row, int p, int q, double c, double s) {
    double x = row[p];
    double y = row[q];
    row[p] = c * x - s * y;
    row[q] = s * x + c * y;
  }
}
