package org.tweedie.numerics.dense;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** The decomposition {@code M = Q diag(λ) Qᵀ} of a symmetric matrix. */
public final class SymmetricEigen {
  private final double[] values;
  private final Matrix vectors;

  /** Decomposes the symmetric part of {@code m}. */
  public SymmetricEigen(Matrix m) {
    EigenDecomposition e =
        new EigenDecomposition(new Array2DRowRealMatrix(m.symmetrised().toArray(), false));
    values = e.getRealEigenvalues();
    vectors = Matrix.of(e.getV().getData());
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
