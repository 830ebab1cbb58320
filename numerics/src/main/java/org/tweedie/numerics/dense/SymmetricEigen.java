package org.tweedie.numerics.dense;

/** The decomposition {@code M = Q diag(λ) Qᵀ} of a symmetric matrix. */
public final class SymmetricEigen {
  private final double[] values;
  private final Matrix vectors;

  /**
   * Decomposes the symmetric part of {@code m}.
   *
   * @throws org.tweedie.api.error.InvalidInputException if it holds a NaN
   */
  public SymmetricEigen(Matrix m) {
    int n = m.rows();
    double[][] zero = new double[n][n];
    HermitianEigen e = new HermitianEigen(m.symmetrised().toArray(), zero);
    values = e.values();
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      e.vector(i, rows[i], zero[i]); // those of a real matrix come out real
    }
    vectors = Matrix.of(rows).transpose();
  }

  /** A copy of the eigenvalues λ, in the order of the columns of {@link #vectors()}. */
  public double[] values() {
    return values.clone();
  }

  /** Q: orthonormal eigenvectors as columns. */
  public Matrix vectors() {
    return vectors;
  }
}
