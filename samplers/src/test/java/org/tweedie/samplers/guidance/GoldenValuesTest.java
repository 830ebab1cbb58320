package org.tweedie.samplers.guidance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.Pixels;
import org.tweedie.samplers.Runs;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.levels.Schedule;
import org.tweedie.samplers.levels.Transition;

/**
 * The law of each guided sampler with its published preset is that of the golden problem G1, to
 * half a unit of the last printed digit.
 */
class GoldenValuesTest {
  private static final String[] DPS = {"guidance", "likelihood", "steps"};
  private static final String[] BGDM = {"preset", "published", "steps"};

  @TestFactory
  Stream<DynamicTest> ofG1() {
    SamplerProvider dps = new DpsProvider();
    SamplerProvider bgdm = new BgdmProvider();
    SamplerProvider refined = new RefinedBgdmProvider();
    return Stream.of(
        golden(0.79937, 0.04005, 5, dps, DPS, "100"),
        golden(0.79912, 0.05145, 5, dps, DPS, "500"),
        golden(0.79909, 0.05337, 5, dps, DPS, "1000"),
        golden(0.49999, 0.58267, 5, dps, DPS, "100", "zeta", "0"),
        golden(0.49999, 0.63329, 5, dps, DPS, "1000", "zeta", "0"),
        golden(0.79996, 4e-5, 5, bgdm, BGDM, "50"),
        golden(0.79998, 1e-5, 5, bgdm, BGDM, "100"),
        golden(0.79952, 4.3e-4, 5, refined, BGDM, "50", "gamma", "0.1"),
        golden(0.79985, 1.4e-4, 5, refined, BGDM, "100", "gamma", "0.1"),
        // DDS with γ = 1 is the outer step alone with λ = 1.
        golden(0.79938, 5.46e-4, 6, bgdm, BGDM, "50", "zeta", "0", "lambda", "1"),
        golden(0.79981, 1.75e-4, 6, bgdm, BGDM, "100", "zeta", "0", "lambda", "1"));
  }

  private static DynamicTest golden(
      double mean,
      double variance,
      int digits,
      SamplerProvider provider,
      String[] options,
      String... more) {
    return DynamicTest.dynamicTest(
        provider.id() + " " + String.join(" ", Runs.with(options, more)),
        () -> {
          Sampler sampler = Runs.sampler(provider, Runs.with(options, more));
          assertTrue(sampler.exactness().affine());
          Pixels.Law law = Pixels.G1.law(sampler);
          assertEquals(mean, law.mean(), 0.5e-5);
          assertEquals(variance, law.variance(), 0.5 * Math.pow(10, -digits));
        });
  }

  /** With the consistent λ, BGDM tends to the posterior of a white prior as its steps grow. */
  @Test
  void consistentBgdmIsExactForAWhitePrior() {
    for (double a : new double[] {0, 0.4, 1.5}) {
      Pixels white = new Pixels(0, 0.64, a, 1.2, 0.5);
      double before = Double.POSITIVE_INFINITY;
      for (int steps : new int[] {50, 200, 800}) {
        BilevelCorrection bgdm =
            new BilevelCorrection(new BilevelCorrection.Consistent(0, 0.8), 0, 0);
        Schedule levels = Schedule.edm(steps, 100, 0.001);
        Pixels.Law law =
            white.law(
                Runs.sampler(
                    problem ->
                        new GuidedSampling(
                            Start.noise(levels.startDeviation()),
                            Walk.down(levels, Step.of(Transition.ancestral())),
                            bgdm)));
        double error =
            Math.max(
                Math.abs(law.mean() - white.posterior().mean()),
                Math.abs(law.variance() - white.posterior().variance()));
        // First order in the steps: a quarter at each fourfold, with room for the higher orders.
        assertTrue(error < before / 3, steps + " steps: " + error + " after " + before);
        before = error;
      }
      assertTrue(before < 0.01, "" + before);
    }
  }
}
