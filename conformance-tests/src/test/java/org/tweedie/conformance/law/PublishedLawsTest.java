package org.tweedie.conformance.law;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.conformance.law.GuidedLaw.Walk;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.law.SplitGibbsLaw.PriorDraw;
import org.tweedie.conformance.law.SplitGibbsLaw.Sweep;
import org.tweedie.conformance.law.SplitGibbsLaw.Update;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;

/** The laws against golden numbers that were derived without them, and against limits. */
class PublishedLawsTest {
  /** G1: prior N(0.5, 0.64), y = 1.5 x + 0.5 n = 1.2; posterior N(0.755621, 0.0946746). */
  private static final GaussianProblem G1 =
      new GaussianProblem(
          new double[] {0.5},
          new double[][] {{0.64}},
          new double[][] {{1.5}},
          new double[] {1.2},
          0.5);

  private static final Optional<Double> ANCESTRAL = Optional.empty();
  private static final Optional<Double> FRESH = Optional.of(0.85);

  /** Printed digits, to half a unit of the last. */
  @TestFactory
  Stream<DynamicTest> goldenValuesOfG1() {
    return Stream.of(
        golden("DPS, 100 steps", GuidedLaw.dps(Walk.ddpm(100, ANCESTRAL), 1), 0.79937, 0.04005),
        golden("DPS, 500 steps", GuidedLaw.dps(Walk.ddpm(500, ANCESTRAL), 1), 0.79912, 0.05145),
        golden("DPS, 1000 steps", GuidedLaw.dps(Walk.ddpm(1000, ANCESTRAL), 1), 0.79909, 0.05337),
        golden("no data, 100", GuidedLaw.dps(Walk.ddpm(100, ANCESTRAL), 0), 0.49999, 0.58267),
        golden("no data, 1000", GuidedLaw.dps(Walk.ddpm(1000, ANCESTRAL), 0), 0.49999, 0.63329),
        golden("BGDM, 50", GuidedLaw.bilevel(Walk.ddpm(50, FRESH), 0.1, 0.5, 0), 0.79996, 4e-5),
        golden("BGDM, 100", GuidedLaw.bilevel(Walk.ddpm(100, FRESH), 0.1, 0.5, 0), 0.79998, 1e-5),
        golden(
            "R-BGDM, 50", GuidedLaw.bilevel(Walk.ddpm(50, FRESH), 0.1, 0.5, 0.1), 0.79952, 4.3e-4),
        golden(
            "R-BGDM, 100",
            GuidedLaw.bilevel(Walk.ddpm(100, FRESH), 0.1, 0.5, 0.1),
            0.79985,
            1.4e-4));
  }

  private static DynamicTest golden(String name, LawPredictor law, double mean, double variance) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          GaussianLaw g1 = law.predict(G1);
          assertEquals(mean, g1.mean()[0], 0.5e-5);
          assertEquals(variance, g1.covariance()[0][0], 0.5e-5);
        });
  }

  /**
   * The golden value of DPnP has exact inner draws: the limit of fine grids, by Richardson
   * extrapolation, as the error is of first order in the number of levels.
   */
  @TestFactory
  Stream<DynamicTest> goldenValueOfDpnpInTheLimitOfFineGrids() {
    double least = 1e-5;
    return Stream.of(
        limit(
            "released update",
            n -> eta -> SplitGibbsLaw.stochastic(Levels.edm(n, eta, least), Update.SQUARE_ROOT),
            0.5e-6),
        limit(
            "Euler-Maruyama",
            n -> eta -> SplitGibbsLaw.stochastic(Levels.edm(n, eta, least), Update.EULER),
            0.5e-6),
        // The ODE's error is not purely of first order: its field is singular at η.
        limit(
            "shifted ODE",
            n ->
                eta ->
                    SplitGibbsLaw.deterministic(
                        eta,
                        Arrays.stream(Levels.edm(n, eta, least))
                            .map(s -> DpnpLaw.shifted(eta, s))
                            .toArray()),
            1e-5));
  }

  private interface Draws {
    DoubleFunction<PriorDraw> of(int levels);
  }

  private static DynamicTest limit(String name, Draws draws, double tolerance) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          GaussianLaw coarse = dpnp(draws.of(3000));
          GaussianLaw fine = dpnp(draws.of(6000));
          assertEquals(0.742262, 2 * fine.mean()[0] - coarse.mean()[0], tolerance);
          double variance = 2 * fine.covariance()[0][0] - coarse.covariance()[0][0];
          assertEquals(0.117280, variance, tolerance);
        });
  }

  /** Four sweeps at 0.4, then twelve from 0.4 to 0.16. */
  private static GaussianLaw dpnp(DoubleFunction<PriorDraw> draw) {
    List<Sweep> sweeps =
        IntStream.range(0, 16)
            .mapToDouble(i -> 0.4 * Math.pow(0.4, Math.max(0, i - 4) / 11.0))
            .mapToObj(eta -> new Sweep(eta, draw.apply(eta)))
            .toList();
    return SplitGibbsLaw.of(sweeps, Optional.empty(), false).predict(G1);
  }

  /** With λ from the levels BGDM tends to the posterior of a white prior as its steps grow. */
  @Test
  void consistentBgdmIsExactForAWhitePrior() {
    GaussianProblem white =
        new GaussianProblem(
            new double[4],
            Matrix.identity(4).scaled(0.64).toArray(),
            new double[][] {{0.9, -0.3, 0.2, 0}, {0.3, 0.9, 0, 0.2}, {-0.1, 0.5, 0.4, -0.6}},
            new double[] {0.7, -0.4, 0.5},
            0.3);
    Mixture posterior =
        Mixture.gaussian(white.mean(), Matrix.of(white.covariance()))
            .posterior(Matrix.of(white.operator()), white.data(), white.sigma());
    double before = Double.POSITIVE_INFINITY;
    for (int steps : new int[] {50, 200, 800}) {
      Walk walk = Walk.edm(steps, 100, 0.001, Optional.empty());
      GaussianLaw law = GuidedLaw.consistentBilevel(walk, 0, 0.8, 0).predict(white);
      double error = Matrix.of(law.covariance()).plus(-1, posterior.covariance()).maxAbs();
      for (int i = 0; i < 4; i++) {
        error = Math.max(error, Math.abs(law.mean()[i] - posterior.mean()[i]));
      }
      // First order in the steps: a quarter at each fourfold, with room for the higher orders.
      assertTrue(error < before / 3, steps + " steps: " + error + " after " + before);
      before = error;
    }
    assertTrue(before < 0.01, "" + before);
  }

  @Test
  void lawsAreFoundByTheIdOfTheirSampler() {
    List<String> ids =
        ServiceLoader.load(SamplerLaw.class).stream().map(p -> p.get().sampler()).toList();
    assertEquals(List.of("bgdm", "dpnp", "dps", "r-bgdm"), ids.stream().sorted().toList());
  }

  /** The last entries of the table: ᾱ = 4.0358e-5 and σ about 157; the first: β = 1e-4. */
  @Test
  void tableOfDdpm() {
    double[] sigma = Levels.table();
    assertEquals(Math.sqrt(1e-4 / (1 - 1e-4)), sigma[0], 1e-15);
    assertEquals(157.407, sigma[999], 5e-4);
    assertEquals(157.407, Levels.ddpm(3)[0], 5e-4);
    assertEquals(sigma[332], Levels.ddpm(3)[2], 0);
  }
}
