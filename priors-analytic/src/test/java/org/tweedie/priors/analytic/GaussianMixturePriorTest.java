package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.ExactPosterior;

/** The golden values G2 and G3 of a two-dimensional mixture, in half units of the last digit. */
class GaussianMixturePriorTest {
  private static final Space PLANE = Space.real(2);
  private static final GaussianMixture G2 =
      new GaussianMixture(
          new double[] {0.3, 0.7},
          new double[][] {{-1, 0.5}, {1, -0.3}},
          new double[][][] {{{0.04, 0}, {0, 0.04}}, {{0.09, 0}, {0, 0.0225}}});
  private static final double[] U = {0.2, 0.1};
  private static final double HALF = 0.5e-6 * (1 + 1e-9);

  @Test
  void smoothedDensityAndDenoiserOfG3() {
    assertEquals(-2.146350, G2.logDensity(U, 0.5), HALF);
    assertArrayEquals(new double[] {0.089256, 0.910744}, G2.responsibilities(U, 0.5), HALF);
    assertArrayEquals(new double[] {0.643398, -0.203440}, G2.denoise(U, 0.5), HALF);
    assertArrayEquals(
        new double[] {1.109600, -0.375573}, G2.jacobianProduct(U, 0.5, new double[] {1, 0}), HALF);
    assertArrayEquals(
        new double[] {-0.375573, 0.252254}, G2.jacobianProduct(U, 0.5, new double[] {0, 1}), HALF);
  }

  @Test
  void posteriorOfG2() {
    GaussianMixture.Conditioned c =
        G2.condition(new double[][] {{1, 0.5}}, new double[] {0.3}, 0.4);
    assertEquals(0.324580, Math.exp(c.logEvidence()), HALF);
    GaussianMixture p = c.posterior();
    assertArrayEquals(new double[] {0.058288, 0.941712}, p.weights(), HALF);
    assertArrayEquals(new double[] {-0.8, 0.6}, p.mean(0), HALF);
    assertArrayEquals(new double[] {0.806357, -0.324205}, p.mean(1), HALF);
    assertArrayEquals(new double[] {0.032381, -0.003810}, p.covariance(0)[0], HALF);
    assertEquals(0.038095, p.covariance(0)[1][1], HALF);
    assertArrayEquals(new double[] {0.058313, -0.003961}, p.covariance(1)[0], HALF);
    assertEquals(0.022005, p.covariance(1)[1][1], HALF);
    assertArrayEquals(new double[] {0.712726, -0.270336}, p.mean(), HALF);
    assertArrayEquals(new double[] {0.198439, -0.085442}, p.covariance()[0], HALF);
    assertEquals(0.069828, p.covariance()[1][1], HALF);
  }

  @Test
  void posteriorThroughFieldsAgreesAndItsDrawsHaveItsMoments() {
    try (GaussianMixturePrior prior = new GaussianMixturePrior(G2, PLANE)) {
      ExactPosterior.Posterior p =
          prior.capability(ExactPosterior.class).orElseThrow().posterior(new RowOperator());
      assertEquals(Math.log(0.324580), p.logEvidence(), 2e-6);
      assertArrayEquals(new float[] {0.712726f, -0.270336f}, p.mean().data(), 1e-6f);
      assertArrayEquals(new float[] {0.198439f, 0.069828f}, p.variance().data(), 1e-6f);

      int n = 40_000;
      double[] sum = new double[2];
      double[] square = new double[2];
      CounterNoise noise = new CounterNoise(1);
      for (int chain = 0; chain < n; chain++) {
        float[] x = p.draw(noise, chain, 0, Purpose.of("posterior")).data();
        for (int i = 0; i < 2; i++) {
          sum[i] += x[i];
          square[i] += (double) x[i] * x[i];
        }
      }
      // 4.5 standard errors each: false alarm below 3e-5 in all; the fourth moment of this mixture
      // gives the squares a relative standard error below 4/√n.
      double[] mean = {0.712726, -0.270336};
      double[] variance = {0.198439, 0.069828};
      for (int i = 0; i < 2; i++) {
        assertEquals(mean[i], sum[i] / n, 4.5 * Math.sqrt(variance[i] / n));
        double second = variance[i] + mean[i] * mean[i];
        assertEquals(second, square[i] / n, 4.5 * second * 4 / Math.sqrt(n));
      }
    }
  }

  @Test
  void scoreIsTheGradientOfTheSmoothedDensity() {
    double[] d = G2.denoise(U, 0.5);
    double h = 1e-5;
    for (int i = 0; i < 2; i++) {
      double[] up = U.clone();
      double[] down = U.clone();
      up[i] += h;
      down[i] -= h;
      double gradient = (G2.logDensity(up, 0.5) - G2.logDensity(down, 0.5)) / (2 * h);
      assertEquals(gradient, (d[i] - U[i]) / 0.25, 1e-8);
    }
  }

  @Test
  void farFromEveryModeNothingOverflows() {
    double[] far = {1e4, -1e4};
    assertEquals(1, java.util.Arrays.stream(G2.responsibilities(far, 0.01)).sum(), 1e-12);
    assertEquals(1e4, G2.denoise(far, 1e5)[0], 1e4);
  }

  @Test
  void batchesDoNotMatterToTheBit() {
    try (GaussianMixturePrior prior = new GaussianMixturePrior(G2, PLANE)) {
      List<Field> batch =
          List.of(
              Field.wrap(PLANE, new float[] {0.2f, 0.1f}),
              Field.wrap(PLANE, new float[] {-3, 7}),
              Field.wrap(PLANE, new float[] {0.5f, 0}));
      List<Field> together = prior.denoise(batch, 0.7);
      DifferentiablePrior differentiable =
          prior.capability(DifferentiablePrior.class).orElseThrow();
      try (Pullback<List<Field>> all = differentiable.linearize(batch, 0.7)) {
        List<Field> pulled = all.vjp(batch);
        for (int i = 0; i < batch.size(); i++) {
          List<Field> one = List.of(batch.get(i));
          assertArrayEquals(together.get(i).data(), prior.denoise(one, 0.7).get(0).data());
          try (Pullback<List<Field>> alone = differentiable.linearize(one, 0.7)) {
            assertArrayEquals(together.get(i).data(), alone.value().get(0).data());
            assertArrayEquals(pulled.get(i).data(), alone.vjp(one).get(0).data());
          }
        }
      }
    }
  }

  @Test
  void badInputIsNamed() {
    assertThrows(
        InvalidInputException.class,
        () ->
            new GaussianMixture(
                new double[] {0.5, 0.6}, new double[2][1], new double[][][] {{{1}}, {{1}}}));
    assertThrows(
        InvalidInputException.class,
        () -> GaussianMixture.gaussian(new double[2], new double[][] {{1, 2}, {2, 1}}));
    assertThrows(InvalidInputException.class, () -> new GaussianMixturePrior(G2, Space.real(3)));
    GaussianMixturePrior prior = new GaussianMixturePrior(G2, PLANE);
    assertThrows(
        ShapeMismatchException.class,
        () -> prior.denoise(List.of(Field.zeros(Space.real(1, 2))), 1));
    prior.close();
    assertThrows(LifecycleException.class, () -> prior.denoise(List.of(Field.zeros(PLANE)), 1));
  }

  /** y = x₁ + x₂/2 + 0.4 n = 0.3. */
  private static final class RowOperator implements LinearGaussian, LinearOperator {
    @Override
    public LinearOperator operator() {
      return this;
    }

    @Override
    public Field data() {
      return Field.wrap(range(), new float[] {0.3f});
    }

    @Override
    public double sigma() {
      return 0.4;
    }

    @Override
    public Space domain() {
      return PLANE;
    }

    @Override
    public Space range() {
      return Space.real(1);
    }

    @Override
    public Field apply(Field x) {
      return Field.wrap(range(), new float[] {x.data()[0] + 0.5f * x.data()[1]});
    }

    @Override
    public Field adjoint(Field u) {
      return Field.wrap(PLANE, new float[] {u.data()[0], 0.5f * u.data()[0]});
    }
  }
}
