package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.Chains;
import org.tweedie.priors.analytic.GaussianMixture;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** Samples against laws. Fixed seeds; every bound states its false-alarm rate. */
class StatisticsTest {
  private static final int CHAINS = 10_000;

  /** 4.5 standard errors a number: below 1e-5 each, 4e-4 for this test. */
  @TestFactory
  Stream<DynamicTest> empiricalMomentsAreThoseOfTheProbedLaw() {
    return Stream.of(
            Runs.sampler(
                new DpsProvider(), "guidance", "likelihood", "preset", "ours", "steps", "20"),
            Runs.sampler(new BgdmProvider(), "steps", "20", "zeta", "0.5"),
            Runs.sampler(new DpnpProvider(), "steps", "20", "hold", "0", "sweeps", "4"),
            Runs.sampler(
                new DpnpProvider(), "steps", "20", "hold", "0", "sweeps", "4", "denoiser", "ddim"))
        .map(s -> DynamicTest.dynamicTest(s.exactness().statement(), () -> moments(s)));
  }

  private static void moments(Sampler sampler) {
    Probe.Law law = Probe.law(sampler, Problems.complex());
    List<Field> samples =
        Runs.samples(sampler, Problems.complex(), Chains.of(CHAINS), new CounterNoise(11));
    int d = law.mean().length;
    for (int i = 0; i < d; i++) {
      double vi = law.covariance()[i][i];
      double mean = 0;
      for (Field x : samples) {
        mean += x.data()[i] / (double) CHAINS;
      }
      assertEquals(law.mean()[i], mean, 4.5 * Math.sqrt(vi / CHAINS));
      for (int j = 0; j <= i; j++) {
        double vj = law.covariance()[j][j];
        double c = law.covariance()[i][j];
        double sum = 0;
        for (Field x : samples) {
          sum += (x.data()[i] - law.mean()[i]) * (x.data()[j] - law.mean()[j]) / CHAINS;
        }
        assertEquals(c, sum, 4.5 * Math.sqrt((vi * vj + c * c) / CHAINS));
      }
    }
  }

  /**
   * DPnP on the mixture G2 at a fixed coupling, where it is exact without any limit but that of the
   * inner levels: x has the posterior for data of noise σ_y² + η²AAᵀ. Its samples are as far from
   * an exact set as another exact set is, up to a factor 1.25; the weight of the left mode and the
   * mean are within 4.5 standard errors, false alarm below 1e-4.
   */
  @Test
  void dpnpHasItsLawOnTheMixtureAtAFixedCoupling() {
    int n = 2000;
    double eta = 0.8;
    ExactPosterior.Posterior posterior = g2Posterior(Math.sqrt(0.16 + eta * eta * 1.25));
    double[][] exact = exact(posterior, n, 1);
    double floor = floor(posterior, exact, n);
    GaussianMixture law =
        Problems.G2
            .condition(Problems.G2_OPERATOR, Problems.G2_DATA, Math.sqrt(0.16 + eta * eta * 1.25))
            .posterior();
    for (String denoiser : new String[] {"ddpm", "ddim"}) {
      double[][] x =
          dpnp(
              n,
              "denoiser",
              denoiser,
              "eta-max",
              "0.8",
              "eta-min",
              "0.8",
              "hold",
              "0",
              "sweeps",
              "15",
              "steps",
              "750");
      double distance = sliced(x, exact);
      assertTrue(distance < 1.25 * floor, denoiser + ": " + distance + " against " + floor);
      double w = left(exact);
      assertEquals(w, left(x), 4.5 * Math.sqrt(2 * w * (1 - w) / n));
      for (int i = 0; i < 2; i++) {
        int axis = i;
        assertEquals(
            law.mean()[i],
            Arrays.stream(x).mapToDouble(p -> p[axis]).average().orElseThrow(),
            4.5 * Math.sqrt(law.covariance()[i][i] / n));
      }
    }
  }

  /** Towards G2's posterior: the distance falls as the coupling tightens over more sweeps. */
  @Test
  void dpnpTendsToTheMixturesPosterior() {
    int n = 500;
    ExactPosterior.Posterior posterior = g2Posterior(0.4);
    double[][] exact = exact(posterior, n, 1);
    double before = Double.POSITIVE_INFINITY;
    String[][] budgets = {
      {"eta-min", "0.4", "sweeps", "8", "steps", "80"},
      {"eta-min", "0.2", "sweeps", "50", "steps", "500"},
      {"eta-min", "0.12", "sweeps", "250", "steps", "1500"}
    };
    for (String[] budget : budgets) {
      double[][] x = dpnp(n, Runs.with(new String[] {"eta-max", "0.6", "hold", "4"}, budget));
      double distance = sliced(x, exact);
      assertTrue(distance < before, distance + " after " + before);
      before = distance;
    }
  }

  private static double[][] dpnp(int n, String... options) {
    return coordinates(
        Runs.samples(
            Runs.sampler(new DpnpProvider(), options),
            Problems.g2(),
            Chains.of(n),
            new CounterNoise(5)));
  }

  private static ExactPosterior.Posterior g2Posterior(double sigma) {
    Field y = DenseOperator.narrow(Problems.G2_DATA, Space.real(1));
    return Problems.g2Prior()
        .capability(ExactPosterior.class)
        .orElseThrow()
        .posterior(
            new GaussianLikelihood(Problems.g2Operator(), y, sigma)
                .capability(LinearGaussian.class)
                .orElseThrow());
  }

  /** The distance of two exact sets, averaged: that of two alone varies by a fifth. */
  private static double floor(ExactPosterior.Posterior posterior, double[][] exact, int n) {
    return IntStream.range(0, 8)
        .mapToDouble(i -> sliced(exact(posterior, n, 2 + i), exact))
        .average()
        .orElseThrow();
  }

  /** The share of points nearer to the left mode, on the line half-way between the two. */
  private static double left(double[][] x) {
    return Arrays.stream(x).filter(p -> p[0] < 0.25).count() / (double) x.length;
  }

  private static double[][] exact(ExactPosterior.Posterior posterior, int n, long seed) {
    CounterNoise noise = new CounterNoise(seed);
    return coordinates(
        IntStream.range(0, n)
            .mapToObj(i -> posterior.draw(noise, i, 0, Purpose.of("exact")))
            .toList());
  }

  private static double[][] coordinates(List<Field> samples) {
    return samples.stream().map(DenseOperator::widen).toArray(double[][]::new);
  }

  /** Sliced Wasserstein-2 distance of two sets of points in the plane, 64 directions. */
  private static double sliced(double[][] a, double[][] b) {
    double total = 0;
    int directions = 64;
    for (int k = 0; k < directions; k++) {
      double angle = Math.PI * k / directions;
      double[] p = projected(a, angle);
      double[] q = projected(b, angle);
      for (int i = 0; i < p.length; i++) {
        total += (p[i] - q[i]) * (p[i] - q[i]) / p.length;
      }
    }
    return Math.sqrt(total / directions);
  }

  private static double[] projected(double[][] points, double angle) {
    return Arrays.stream(points)
        .mapToDouble(x -> Math.cos(angle) * x[0] + Math.sin(angle) * x[1])
        .sorted()
        .toArray();
  }
}
