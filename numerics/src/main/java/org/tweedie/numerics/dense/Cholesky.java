package org.tweedie.numerics.dense;

import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.tweedie.api.error.InvalidInputException;

/** The factorisation {@code M = L Lᵀ} of a symmetric positive definite matrix. */
public final class Cholesky {
  // Relative asymmetry that is rounding; and the smallest pivot, in absolute terms.
  private static final double SYMMETRY = 1e-9;
  private static final double PIVOT = 1e-300;

  private final CholeskyDecomposition decomposition;

  /**
   * Factorises.
   *
   * @param m symmetric positive definite
   * @param what names the matrix in the message, for example "the covariance"
   * @throws InvalidInputException if it is not symmetric positive definite
   */
  public Cholesky(Matrix m, String what) {
    try {
      decomposition =
          new CholeskyDecomposition(new Array2DRowRealMatrix(m.toArray(), false), SYMMETRY, PIVOT);
    } catch (MathIllegalArgumentException e) {
      throw new InvalidInputException(
          what + " is not symmetric and positive definite",
          "check its entries: every eigenvalue must be above 0",
          e);
    }
  }

  /** {@code M⁻¹ b}. */
  public double[] solve(double[] b) {
    return decomposition.getSolver().solve(new ArrayRealVector(b, false)).toArray();
  }

  /** {@code M⁻¹ B}. */
  public Matrix solve(Matrix b) {
    return Matrix.of(
        decomposition.getSolver().solve(new Array2DRowRealMatrix(b.toArray(), false)).getData());
  }

  /** {@code M⁻¹}. */
  public Matrix inverse() {
    return solve(Matrix.identity(decomposition.getL().getRowDimension())).symmetrised();
  }

  /** {@code log det M}. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < decomposition.getL().getRowDimension(); i++) {
      sum += 2 * Math.log(decomposition.getL().getEntry(i, i));
    }
    return sum;
  }
}
