package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tweedie.conformance.reference.Eigen;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.ChiSquare;

/** The oracle against golden numbers that were derived without it. */
class ReferenceTest {
  private static final Mixture G2 =
      new Mixture(
          new double[] {0.3, 0.7},
          new double[][] {{-1, 0.5}, {1, -0.3}},
          new Matrix[] {
            Matrix.identity(2).scaled(0.04), Matrix.diagonal(2, i -> i == 0 ? 0.09 : 0.0225)
          });
  private static final Matrix A = Matrix.of(new double[][] {{1, 0.5}});

  @Test
  void posteriorOfG2() {
    Mixture p = G2.posterior(A, new double[] {0.3}, 0.4);
    assertEquals(0.324580, Math.exp(G2.logEvidence(A, new double[] {0.3}, 0.4)), 5e-7);
    assertEquals(0.058288, p.weight(0), 5e-7);
    assertArrayEquals(new double[] {0.712726, -0.270336}, p.mean(), 5e-7);
    assertEquals(0.198439, p.covariance().get(0, 0), 5e-7);
    assertEquals(-0.085442, p.covariance().get(0, 1), 5e-7);
    assertEquals(0.069828, p.covariance().get(1, 1), 5e-7);
  }

  @Test
  void smoothedDensityOfG3() {
    double[] u = {0.2, 0.1};
    assertEquals(-2.146350, G2.smoothed(0.5).logDensity(u), 5e-7);
    assertEquals(0.089256, G2.smoothed(0.5).responsibilities(u)[0], 5e-7);
  }

  @Test
  void eigenvectorsReproduceTheMatrix() {
    Matrix m = Matrix.fill(5, 5, (i, j) -> 1.0 / (1 + i + j)); // Hilbert: nearly singular
    Eigen e = m.eigen();
    Matrix back =
        e.vectors().times(Matrix.diagonal(5, i -> e.values()[i])).times(e.vectors().transpose());
    assertEquals(0, back.plus(-1, m).maxAbs(), 1e-14);
    assertEquals(
        0, e.vectors().transpose().times(e.vectors()).plus(-1, Matrix.identity(5)).maxAbs(), 1e-14);
  }

  /** Quantiles from tables of the χ² distribution. */
  @Test
  void tailsOfChiSquare() {
    assertEquals(0.05, ChiSquare.upper(3.841459, 1), 1e-7);
    assertEquals(0.01, ChiSquare.upper(23.209251, 10), 1e-7);
    assertEquals(0.001, ChiSquare.upper(149.449253, 100), 1e-7);
    assertEquals(0.95, ChiSquare.upper(1.145476, 5), 1e-7);
  }
}
