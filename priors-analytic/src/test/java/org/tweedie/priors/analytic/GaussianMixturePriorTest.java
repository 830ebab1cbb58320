package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.PoissonLikelihood;
import org.tweedie.api.spi.prior.ColouredNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;

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
          prior
              .capability(ExactPosterior.class)
              .orElseThrow()
              .posterior(row().capability(LinearGaussian.class).orElseThrow());
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
      DifferentiableDenoiser differentiable =
          prior.capability(DifferentiableDenoiser.class).orElseThrow();
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

  /**
   * By a sum over a grid: the prior is wide beside its step, so the error is that of a Gaussian's
   * transform at the grid's frequency, below rounding.
   */
  @Test
  void theDenoiserThatKnowsTheDataIsTheMeanGivenBoth() {
    double sigma = 0.5;
    double[] expected = new double[2];
    double total = 0;
    for (double a = -3; a <= 3; a += 0.02) {
      for (double b = -3; b <= 3; b += 0.02) {
        double prior =
            0.3 * normal(a, -1, 0.2) * normal(b, 0.5, 0.2)
                + 0.7 * normal(a, 1, 0.3) * normal(b, -0.3, 0.15);
        double w =
            prior * normal(0.3, a + 0.5 * b, 0.4) * normal(U[0], a, sigma) * normal(U[1], b, sigma);
        total += w;
        expected[0] += w * a;
        expected[1] += w * b;
      }
    }
    try (GaussianMixturePrior prior = new GaussianMixturePrior(G2, PLANE)) {
      PosteriorDenoiser d = prior.capability(PosteriorDenoiser.class).orElseThrow();
      Field u = Field.wrap(PLANE, new float[] {(float) U[0], (float) U[1]});
      Field x = d.denoise(row(), List.of(Field.zeros(PLANE), u), sigma).get(1);
      assertArrayEquals(
          new float[] {(float) (expected[0] / total), (float) (expected[1] / total)},
          x.data(),
          1e-6f);
      // A huge level says nothing: the mean of the posterior.
      assertArrayEquals(
          new float[] {0.712726f, -0.270336f},
          d.denoise(row(), List.of(u), 1e6).get(0).data(),
          1e-6f);
    }
  }

  private static double normal(double x, double mean, double deviation) {
    double q = (x - mean) / deviation;
    return Math.exp(-0.5 * q * q) / (deviation * Math.sqrt(2 * Math.PI));
  }

  /** On any space, the denoiser of the posterior that is conditioned on both at once. */
  @Test
  void theDenoiserThatKnowsTheDataAgreesWithOneConditioning() {
    Space space = Space.complex(1, 2);
    GaussianMixture mixture = inFour();
    double[][] stacked = new double[5][4];
    double[] values = new double[5];
    for (int i = 0; i < 4; i++) {
      stacked[0][i] = 1 / 0.1;
      stacked[i + 1][i] = 1 / 0.7;
      values[i + 1] = (0.3 * i - 0.5) / 0.7;
    }
    values[0] = 0.25 / 0.1;
    double[] expected = mixture.condition(stacked, values, 1).posterior().mean();
    try (GaussianMixturePrior prior = new GaussianMixturePrior(mixture, space)) {
      Field u = Field.wrap(space, new float[] {-0.5f, -0.2f, 0.1f, 0.4f});
      Field y = Field.wrap(Space.real(1), new float[] {0.25f});
      GaussianLikelihood likelihood = new GaussianLikelihood(new Sum(space), y, 0.1);
      float[] x = prior.denoise(likelihood, List.of(u), 0.7).get(0).data();
      for (int i = 0; i < 4; i++) {
        assertEquals(expected[i], x[i], 1e-6);
      }
    }
  }

  private static GaussianMixture inFour() {
    double[][] c = new double[4][4];
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        c[i][j] = Math.pow(0.5, Math.abs(i - j));
      }
    }
    double[][] means = {{1, 0, -1, 0}, {-1, 0.5, 0, 2}};
    return new GaussianMixture(new double[] {0.4, 0.6}, means, new double[][][] {c, c});
  }

  /**
   * Modes at ±10 with variance 0.01 and y = x + 0.2 n = 10: the data speak against the mode at −10
   * with 4000 nats, u = −6 at σ = 0.3 for it with 1306. A weight too small for a number must not
   * count as the smallest number, 708 nats.
   */
  @Test
  void whatTheDataExcludeStaysExcluded() {
    Space line = Space.real(1);
    GaussianMixture modes =
        new GaussianMixture(
            new double[] {0.5, 0.5},
            new double[][] {{-10}, {10}},
            new double[][][] {{{0.01}}, {{0.01}}});
    try (GaussianMixturePrior prior = new GaussianMixturePrior(modes, line)) {
      Field y = Field.wrap(line, new float[] {10});
      Field u = Field.wrap(line, new float[] {-6});
      GaussianLikelihood likelihood = new GaussianLikelihood(Operators.identity(line), y, 0.2);
      double x = prior.denoise(likelihood, List.of(u), 0.3).get(0).data()[0];
      assertEquals((10 / 0.01 + 10 / 0.04 - 6 / 0.09) / (1 / 0.01 + 1 / 0.04 + 1 / 0.09), x, 1e-5);
    }
    GaussianMixture.Conditioned c = modes.condition(new double[][] {{1}}, new double[] {10}, 0.2);
    assertArrayEquals(new double[] {0, 1}, c.posterior().weights(), 0);
    assertEquals(10, c.posterior().mean()[0], 1e-9);
    assertEquals(0.008, c.posterior().covariance()[0][0], 1e-12);
  }

  /** What data of level σ leave in their direction is σ²: far below the rounding of C. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-5, 1e-7})
  void preciseDataLeaveTheirOwnVariance(double sigma) {
    double[][] both = {{1, 0}, {0, 1}};
    double[][] c = {{2, 1.9}, {1.9, 2}};
    GaussianMixture prior = GaussianMixture.gaussian(new double[2], c);
    GaussianMixture p = prior.condition(both, new double[] {0.3, -0.2}, sigma).posterior();
    assertArrayEquals(new double[] {0.3, -0.2}, p.mean(), 20 * sigma * sigma + 1e-12);
    for (int i = 0; i < 2; i++) {
      assertEquals(sigma * sigma, p.covariance()[i][i], 1e-3 * sigma * sigma);
      assertEquals(0, p.covariance()[i][1 - i], 1e-3 * sigma * sigma);
    }
    // One direction measured: across it the prior's own variance remains, given the direction.
    GaussianMixture q =
        prior.condition(new double[][] {{1, 0}}, new double[] {0.3}, sigma).posterior();
    assertEquals(sigma * sigma, q.covariance()[0][0], 1e-3 * sigma * sigma);
    assertEquals(2 - 1.9 * 1.9 / 2, q.covariance()[1][1], 1e-5);
  }

  @Test
  void otherDataThanLinearGaussianAreRefused() {
    try (GaussianMixturePrior prior = new GaussianMixturePrior(G2, PLANE)) {
      Field zeros = Field.zeros(PLANE);
      PoissonLikelihood counts =
          PoissonLikelihood.of(Operators.identity(PLANE), zeros, zeros.copy().fill(1));
      UnsupportedProblemException e =
          assertThrows(
              UnsupportedProblemException.class, () -> prior.denoise(counts, List.of(zeros), 1));
      assertTrue(e.getMessage().contains("the prior mixture denoises"), e.getMessage());
    }
  }

  @Test
  void theCardStatesVectorsAndTheSpaceItself() {
    try (Prior vectors = new GaussianMixturePrior(inFour(), Space.complex(2));
        Prior plane = new GaussianMixturePrior(inFour(), Space.real(2, 2))) {
      assertEquals("real 4 or complex 2", vectors.card().spacesInWords());
      assertEquals("real 4 or complex 2 or real 2 x 2", plane.card().spacesInWords());
    }
  }

  @Test
  void capabilitiesAreThoseOfAnAnalyticPrior() {
    try (Prior prior = new GaussianMixturePrior(G2, PLANE)) {
      for (Class<? extends Capability> type :
          List.of(
              Denoiser.class,
              DifferentiableDenoiser.class,
              ExactPosterior.class,
              PosteriorDenoiser.class)) {
        assertTrue(prior.capability(type).isPresent(), type.getName());
      }
      assertTrue(prior.capability(ColouredNoise.class).isEmpty());
      assertTrue(prior.capability(Generator.class).isEmpty());
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
    List<Field> zeros = List.of(Field.zeros(PLANE));
    LinearGaussian linear = row().capability(LinearGaussian.class).orElseThrow();
    assertThrows(LifecycleException.class, () -> prior.denoise(zeros, 1));
    assertThrows(LifecycleException.class, () -> prior.denoise(row(), zeros, 1));
    assertThrows(LifecycleException.class, () -> prior.linearize(zeros, 1));
    assertThrows(LifecycleException.class, () -> prior.posterior(linear));
  }

  /** y = x₁ + x₂/2 + 0.4 n = 0.3. */
  private static GaussianLikelihood row() {
    return new GaussianLikelihood(
        Operators.compose(
            new Sum(PLANE), Operators.diagonal(Field.wrap(PLANE, new float[] {1, 0.5f}))),
        Field.wrap(Space.real(1), new float[] {0.3f}),
        0.4);
  }

  /** The sum of all components. */
  private record Sum(Space domain) implements LinearOperator {
    @Override
    public Space range() {
      return Space.real(1);
    }

    @Override
    public Field apply(Field x) {
      double sum = 0;
      for (float v : x.data()) {
        sum += v;
      }
      return Field.wrap(range(), new float[] {(float) sum});
    }

    @Override
    public Field adjoint(Field u) {
      return Field.zeros(domain).fill(u.data()[0]);
    }
  }
}
