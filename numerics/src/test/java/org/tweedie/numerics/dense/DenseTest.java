package org.tweedie.numerics.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;

class DenseTest {
  private static final Matrix M = Matrix.of(new double[][] {{4, 1, 0.5}, {1, 3, -1}, {0.5, -1, 2}});

  @Test
  void solvesAndInverts() {
    Cholesky c = new Cholesky(M, "m");
    double[] x = {1, -2, 3};
    assertArrayEquals(x, c.solve(M.times(x)), 1e-14);
    same(Matrix.identity(3), M.times(c.inverse()));
    // det = 4(6−1) − 1(2+0.5) + 0.5(−1−1.5) = 16.25 by hand
    assertEquals(Math.log(16.25), c.logDeterminant(), 1e-14);
  }

  @Test
  void eigenvectorsReproduceTheMatrix() {
    SymmetricEigen e = new SymmetricEigen(M);
    same(M, Matrix.diagonal(e.values()).congruence(e.vectors()));
    same(Matrix.identity(3), e.vectors().transpose().times(e.vectors()));
  }

  /** {@code a aᵀ + b bᵀ} with entries that do not round: 98 of 100 eigenvalues are 0. */
  @Test
  void aMatrixOfRankTwoHasEigenvectorsToo() {
    int n = 100;
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = Math.sin(i) * Math.sin(j) / n + Math.exp(-0.03 * (i + j)) / n;
      }
    }
    SymmetricEigen e = new SymmetricEigen(Matrix.of(m));
    same(Matrix.of(m), Matrix.diagonal(e.values()).congruence(e.vectors()));
    same(Matrix.identity(n), e.vectors().transpose().times(e.vectors()));
  }

  @Test
  void refusesWhatIsNotPositiveDefinite() {
    assertThrows(
        InvalidInputException.class,
        () -> new Cholesky(Matrix.of(new double[][] {{1, 2}, {2, 1}}), "the covariance"));
    assertThrows(IllegalArgumentException.class, () -> M.times(Matrix.identity(2)));
  }

  private static void same(Matrix expected, Matrix actual) {
    for (int i = 0; i < expected.rows(); i++) {
      for (int j = 0; j < expected.columns(); j++) {
        assertEquals(expected.get(i, j), actual.get(i, j), 1e-14);
      }
    }
  }
}
