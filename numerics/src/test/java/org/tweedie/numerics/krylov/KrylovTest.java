package org.tweedie.numerics.krylov;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.numerics.krylov.ConjugateGradients.Stop;

class KrylovTest {
  private static final Space SPACE = Space.real(4);
  private static final float[] EIGENVALUES = {1, 2, 4, 4};

  /** diag(1, 2, 4, 4): three distinct eigenvalues, so three iterations are exact in theory. */
  private static Field diagonal(Field x) {
    Field y = x.copy();
    for (int i = 0; i < 4; i++) {
      y.data()[i] *= EIGENVALUES[i];
    }
    return y;
  }

  @Test
  void conjugateGradientsEndAfterAsManyStepsAsDistinctEigenvalues() {
    Field b = Field.wrap(SPACE, new float[] {1, 1, 1, 2});
    var s =
        ConjugateGradients.solve(
            KrylovTest::diagonal, b, Field.zeros(SPACE), new Stop(1e-5, 0, 10));
    assertEquals(3, s.iterations());
    assertArrayEquals(new float[] {1, 0.5f, 0.25f, 0.5f}, s.x().data(), 1e-6f);
    assertTrue(s.relativeResidual() <= 1e-5);
  }

  @Test
  void aWarmStartAtTheSolutionCostsNothingAndAnExhaustedBudgetSaysSo() {
    Field b = Field.wrap(SPACE, new float[] {1, 1, 1, 2});
    Field x = Field.wrap(SPACE, new float[] {1, 0.5f, 0.25f, 0.5f});
    assertEquals(
        0,
        ConjugateGradients.solve(KrylovTest::diagonal, b, x, new Stop(1e-6, 0, 10)).iterations());
    var cut =
        ConjugateGradients.solve(KrylovTest::diagonal, b, Field.zeros(SPACE), new Stop(1e-6, 0, 1));
    assertEquals(1, cut.iterations());
    double residual = diagonal(cut.x()).subtract(b).norm() / b.norm();
    assertEquals(residual, cut.relativeResidual(), 1e-6);
    assertTrue(residual > 1e-6);
  }

  @Test
  void rowsAreSolvedLikeOneLongVector() {
    // 3 rows of 700: longer than the lanes of the sums, and no multiple of them
    int rows = 3;
    int width = 700;
    float[] diagonal = new float[rows * width];
    float[][] b = new float[rows][width];
    float[][] x = new float[rows][width];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = 1 + i % 5;
      b[i / width][i % width] = 1 + i % 7;
    }
    var ending =
        ConjugateGradients.solve(
            (p, out) -> {
              for (int i = 0; i < diagonal.length; i++) {
                out[i / width][i % width] = diagonal[i] * p[i / width][i % width];
              }
            },
            b,
            x,
            new Stop(1e-5, 0, 10));
    assertEquals(5, ending.iterations(), "as many as distinct eigenvalues");
    for (int i = 0; i < diagonal.length; i++) {
      assertEquals(b[i / width][i % width] / diagonal[i], x[i / width][i % width], 1e-4);
    }
  }

  /**
   * 400 eigenvalues from 1 to 200, which take some fifty iterations. What two iterations took from
   * the squared error bounds from below what was left before them, so that the error after them may
   * be a little above what was asked for, and must be far below what it was at first.
   */
  @Test
  void anAllowedErrorEndsTheIterationEarlyAndHolds() {
    int n = 400;
    Space space = Space.real(n);
    UnaryOperator<Field> m =
        x -> {
          Field y = x.copy();
          for (int i = 0; i < n; i++) {
            y.data()[i] *= 1 + i * 0.5f;
          }
          return y;
        };
    Field b = Field.zeros(space);
    for (int i = 0; i < n; i++) {
      b.data()[i] = 1 + i % 7;
    }
    int whole =
        ConjugateGradients.solve(m, b, Field.zeros(space), new Stop(1e-6, 0, 500)).iterations();
    int before = 0;
    for (double allowed : new double[] {3, 1, 0.1, 0.01}) {
      var s = ConjugateGradients.solve(m, b, Field.zeros(space), new Stop(1e-6, allowed, 500));
      double squared = 0;
      for (int i = 0; i < n; i++) {
        double lambda = 1 + i * 0.5;
        double e = s.x().data()[i] - b.data()[i] / lambda;
        squared += lambda * e * e;
      }
      assertTrue(Math.sqrt(squared) <= 1.5 * allowed, allowed + ": " + Math.sqrt(squared));
      assertTrue(s.iterations() > before && s.iterations() < whole, s.iterations() + "");
      before = s.iterations();
    }
  }

  @Test
  void theSolutionForNothingIsNothing() {
    Field x = Field.wrap(SPACE, new float[] {1, 2, 3, 4});
    var s =
        ConjugateGradients.solve(
            KrylovTest::diagonal, Field.zeros(SPACE), x, new Stop(1e-6, 0, 10));
    assertEquals(0, s.x().norm());
  }

  @Test
  void powerIterationFindsTheLargestEigenvalue() {
    Field start = Field.wrap(SPACE, new float[] {1, 1, 1, 1});
    assertEquals(4, PowerIteration.largestEigenvalue(KrylovTest::diagonal, start, 1e-8, 100), 1e-6);
    assertEquals(0, PowerIteration.largestEigenvalue(x -> Field.zeros(SPACE), start, 1e-8, 100));
  }
}
