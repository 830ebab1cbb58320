package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.numerics.dense.Matrix;
import org.tweedie.priors.analytic.GaussianMixture;
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

  /** With the consistent λ, BGDM tends to the posterior of a white prior as its steps grow. */
  @Test
  void consistentBgdmIsExactForAWhitePrior() {
    LawPredictor.GaussianProblem white =
        new LawPredictor.GaussianProblem(
            new double[4],
            Matrix.scalar(4, 0.64).toArray(),
            Problems.COMPLEX.operator(),
            Problems.COMPLEX.data(),
            Problems.COMPLEX.sigma());
    GaussianMixture posterior =
        GaussianMixture.gaussian(white.mean(), white.covariance())
            .condition(white.operator(), white.data(), white.sigma())
            .posterior();
    double before = Double.POSITIVE_INFINITY;
    for (String steps : new String[] {"50", "200", "800"}) {
      LawPredictor.GaussianLaw law =
          Problems.sampler(
                  new BgdmProvider(),
                  "steps",
                  steps,
                  "prior-std",
                  "0.8",
                  "zeta",
                  "0",
                  "start",
                  "noise",
                  "sigma-max",
                  "100",
                  "sigma-min",
                  "0.001",
                  "transition",
                  "ddim",
                  "eta",
                  "1")
              .law()
              .orElseThrow()
              .predict(white);
      double error = 0;
      for (int i = 0; i < 4; i++) {
        error = Math.max(error, Math.abs(law.mean()[i] - posterior.mean()[i]));
        for (int j = 0; j < 4; j++) {
          error = Math.max(error, Math.abs(law.covariance()[i][j] - posterior.covariance()[i][j]));
        }
      }
      // First order in the steps: a quarter at each fourfold, with room for the higher orders.
      assertTrue(error < before / 3, steps + " steps: " + error + " after " + before);
      before = error;
    }
    assertTrue(before < 0.01, "" + before);
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
