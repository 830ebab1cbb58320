package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.guidance.RefinedBgdmProvider;

/**
 * The probed law of each guided sampler, its independent law, and the golden values of G1 agree:
 * the laws to 1e-5 relative, each with the printed digits to half a unit of the last.
 */
class GuidanceLawTest {
  private static final String[] DPS = {
    "guidance",
    "likelihood",
    "zeta",
    "1",
    "schedule",
    "ddpm",
    "start",
    "noise",
    "transition",
    "ancestral"
  };
  private static final String[] UNCONDITIONAL = {
    "guidance",
    "likelihood",
    "zeta",
    "0",
    "schedule",
    "ddpm",
    "start",
    "noise",
    "transition",
    "ancestral"
  };
  private static final String[] BGDM = {
    "inner",
    "square",
    "zeta",
    "0.1",
    "outer",
    "fixed",
    "lambda",
    "0.5",
    "schedule",
    "ddpm",
    "start",
    "noise",
    "transition",
    "fraction",
    "eta",
    "0.85",
    "noise-estimate",
    "network"
  };
  private static final String[] REFINED = Problems.with(BGDM, "gamma", "0.1");

  @TestFactory
  Stream<DynamicTest> goldenValuesOfG1() {
    SamplerProvider dps = new DpsProvider();
    SamplerProvider bgdm = new BgdmProvider();
    SamplerProvider refined = new RefinedBgdmProvider();
    return Stream.of(
        golden(dps, Problems.with(DPS, "steps", "100"), 0.79937, 0.5e-5, 0.04005, 0.5e-5),
        golden(dps, Problems.with(DPS, "steps", "500"), 0.79912, 0.5e-5, 0.05145, 0.5e-5),
        golden(dps, Problems.with(DPS, "steps", "1000"), 0.79909, 0.5e-5, 0.05337, 0.5e-5),
        golden(dps, Problems.with(UNCONDITIONAL, "steps", "100"), 0.49999, 0.5e-5, 0.58267, 0.5e-5),
        golden(
            dps, Problems.with(UNCONDITIONAL, "steps", "1000"), 0.49999, 0.5e-5, 0.63329, 0.5e-5),
        golden(bgdm, Problems.with(BGDM, "steps", "50"), 0.79996, 0.5e-5, 4e-5, 0.5e-5),
        golden(bgdm, Problems.with(BGDM, "steps", "100"), 0.79998, 0.5e-5, 1e-5, 0.5e-5),
        golden(refined, Problems.with(REFINED, "steps", "50"), 0.79952, 0.5e-5, 4.3e-4, 0.5e-5),
        golden(refined, Problems.with(REFINED, "steps", "100"), 0.79985, 0.5e-5, 1.4e-4, 0.5e-5));
  }

  @TestFactory
  Stream<DynamicTest> lawsAgreeWhereNothingCommutes() {
    SamplerProvider dps = new DpsProvider();
    SamplerProvider bgdm = new BgdmProvider();
    SamplerProvider refined = new RefinedBgdmProvider();
    return Stream.of(
        complex(dps, Problems.with(DPS, "steps", "40")),
        complex(dps, "guidance", "likelihood", "zeta", "0.5", "steps", "40", "sigma-max", "20"),
        complex(
            dps,
            "guidance",
            "likelihood",
            "zeta",
            "1",
            "schedule",
            "vp",
            "start",
            "noise",
            "transition",
            "ddim",
            "eta",
            "0.5",
            "steps",
            "30"),
        complex(bgdm, Problems.with(BGDM, "steps", "25")),
        complex(bgdm, "steps", "20"),
        complex(
            bgdm, "steps", "20", "zeta", "0.7", "prior-std", "0.6", "noise-estimate", "network"),
        complex(bgdm, "steps", "20", "schedule", "geometric", "transition", "ancestral"),
        complex(refined, Problems.with(REFINED, "steps", "25")),
        complex(refined, "steps", "20", "zeta", "1", "gamma", "0.2", "schedule", "vp"));
  }

  private static DynamicTest golden(
      SamplerProvider provider,
      String[] options,
      double mean,
      double meanTolerance,
      double variance,
      double varianceTolerance) {
    return DynamicTest.dynamicTest(
        provider.id() + " " + String.join(" ", options),
        () -> {
          Sampler sampler = Problems.sampler(provider, options);
          LawPredictor.GaussianLaw law = Laws.agreeing(sampler, Problems.G1, false);
          assertEquals(mean, law.mean()[0], meanTolerance);
          assertEquals(variance, law.covariance()[0][0], varianceTolerance);
          LawPredictor.GaussianLaw probed =
              Probe.law(sampler, Problems.problem(Problems.G1, false));
          assertEquals(mean, probed.mean()[0], meanTolerance);
          assertEquals(variance, probed.covariance()[0][0], varianceTolerance);
        });
  }

  private static DynamicTest complex(SamplerProvider provider, String... options) {
    return DynamicTest.dynamicTest(
        provider.id() + " " + String.join(" ", options),
        () -> {
          Sampler sampler = Problems.sampler(provider, options);
          assertTrue(sampler.exactness().affine());
          Laws.agreeing(sampler, Problems.COMPLEX, true);
        });
  }
}
