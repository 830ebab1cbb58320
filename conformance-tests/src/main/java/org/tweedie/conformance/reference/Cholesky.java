package org.tweedie.conformance.reference;

/** The factor L of a symmetric positive definite matrix {@code A = L·Lᵀ}. */
public final class Cholesky {
  private final double[][] l;

  Cholesky(Matrix m) {
    int n = m.rows();
    l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double s = m.get(i, j);
        for (int k = 0; k < j; k++) {
          s -= l[i][k] * l[j][k];
        }
        if (i == j && !(s > 0)) {
          throw new IllegalArgumentException("the matrix is not positive definite");
        }
        l[i][j] = i == j ? Math.sqrt(s) : s / l[j][j];
      }
    }
  }

  /** {@code L·z}. */
  public double[] times(double[] z) {
    double[] x = new double[l.length];
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k <= i; k++) {
        x[i] += l[i][k] * z[k];
      }
    }
    return x;
  }

  /** {@code L⁻¹·b}: white if b has the covariance A. */
  public double[] whiten(double[] b) {
    double[] z = new double[l.length];
    for (int i = 0; i < z.length; i++) {
      double s = b[i];
      for (int k = 0; k < i; k++) {
        s -= l[i][k] * z[k];
      }
      z[i] = s / l[i][i];
    }
    return z;
  }

  /** {@code A⁻¹·b}. */
  public double[] solve(double[] b) {
    double[] x = whiten(b);
    for (int i = x.length - 1; i >= 0; i--) {
      for (int k = i + 1; k < x.length; k++) {
        x[i] -= l[k][i] * x[k];
      }
      x[i] /= l[i][i];
    }
    return x;
  }

  /** {@code A⁻¹·B}. */
  public Matrix solve(Matrix b) {
    double[][] columns = b.transpose().toArray();
    for (int j = 0; j < columns.length; j++) {
      columns[j] = solve(columns[j]);
    }
    return Matrix.of(columns).transpose();
  }

  /** {@code log det A}. */
  public double logDeterminant() {
    double s = 0;
    for (int i = 0; i < l.length; i++) {
      s += 2 * Math.log(l[i][i]);
    }
    return s;
  }
}
