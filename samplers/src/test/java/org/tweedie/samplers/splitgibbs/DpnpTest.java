package org.tweedie.samplers.splitgibbs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.samplers.Pixels;
import org.tweedie.samplers.Runs;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.levels.Transition;

/** DPnP: budgets, and the golden values of G1. */
class DpnpTest {
  private static final DpnpProvider DPNP = new DpnpProvider();
  private static final double[] RELEASED = Sweeps.couplings(0.4, 0.16, 4, 12);

  /**
   * The golden value has exact inner samplers: the limit of fine grids, by Richardson extrapolation
   * of the law, whose error begins with first and second order in the inverse number of levels.
   */
  @TestFactory
  Stream<DynamicTest> goldenValueOfG1InTheLimitOfFineGrids() {
    return Stream.of(
        limit("euler", Sweeps.Draw.stochastic(StochasticDenoising.eulerMaruyama())),
        limit("ancestral", Sweeps.Draw.stochastic(Transition.ancestral())),
        limit("square-root", Sweeps.Draw.stochastic(StochasticDenoising.squareRoot())),
        limit("ddim", Sweeps.Draw.deterministic()));
  }

  private static DynamicTest limit(String name, Sweeps.Draw draw) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          Pixels.Law[] laws = {fine(draw, 1500), fine(draw, 3000), fine(draw, 6000)};
          // The ODE's error is not purely of these orders: its field is singular at η.
          double tolerance = name.equals("ddim") ? 3e-5 : 5e-6;
          assertEquals(0.742262, limit(laws, Pixels.Law::mean), tolerance);
          assertEquals(0.117280, limit(laws, Pixels.Law::variance), tolerance);
        });
  }

  private static double limit(Pixels.Law[] laws, ToDoubleFunction<Pixels.Law> of) {
    double[] f = Stream.of(laws).mapToDouble(of).toArray();
    double coarse = 2 * f[1] - f[0];
    double dense = 2 * f[2] - f[1];
    return (4 * dense - coarse) / 3;
  }

  private static Pixels.Law fine(Sweeps.Draw draw, int steps) {
    SplitGibbs kernel =
        new SplitGibbs(
            Sweeps.spread(RELEASED, steps, 1e-5, draw),
            Start.noise(RELEASED[0]),
            new GaussianProximalDraw(),
            false);
    return Pixels.G1.law(Runs.sampler(problem -> kernel));
  }

  /** The whole released schedule has the golden values but for its levels, which are not dense. */
  @Test
  void thePublishedPresetIsNearItsLimit() {
    for (String denoiser : List.of("ddpm", "ddim")) {
      Pixels.Law law =
          Pixels.G1.law(Runs.sampler(DPNP, "preset", "published", "denoiser", denoiser));
      assertEquals(0.742262, law.mean(), 1e-3);
      assertEquals(0.117280, law.variance(), 1e-3);
    }
  }

  @Test
  void fullBudgetsAreThoseOfTheReleasedSchedule() {
    assertEquals(1391, steps("preset", "published"));
    assertEquals(2423, steps("preset", "published", "denoiser", "ddim"));
    assertEquals(100, steps());
    assertEquals(97, steps("preset", "published", "steps", "97", "denoiser", "ddim"));
  }

  private static long steps(String... options) {
    return ChainRun.begin(
            "dpnp",
            Runs.sampler(DPNP, options),
            Pixels.G1.problem(1),
            Chains.of(1),
            new CounterNoise(0))
        .steps();
  }

  @Test
  void optionsThatContradictOneAnotherAreRefused() {
    refused("steps", "3");
    refused("preset", "published", "steps", "3");
    refused("sweeps", "10000");
    refused("eta-min", "2");
    refused("preset", "published", "eta-max", "0.1", "eta-min", "0.2");
    Sampler late = Runs.sampler(DPNP, "preset", "published", "eta-max", "0.1");
    assertThrows(InvalidOptionException.class, () -> late.kernel(Pixels.G1.problem(1).problem()));
  }

  private static void refused(String... options) {
    assertThrows(InvalidOptionException.class, () -> Runs.sampler(DPNP, options));
  }
}
