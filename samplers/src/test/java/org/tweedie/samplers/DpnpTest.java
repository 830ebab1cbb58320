package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** DPnP: budgets, laws, and the golden values of G1. */
class DpnpTest {
  private static final DpnpProvider DPNP = new DpnpProvider();
  private static final String[] RELEASED = {
    "eta-max",
    "0.4",
    "eta-min",
    "0.16",
    "hold",
    "4",
    "sweeps",
    "12",
    "start",
    "noise",
    "update",
    "square-root",
    "grid",
    "table",
    "evaluations",
    "0"
  };

  /**
   * The golden value has exact inner samplers: the limit of fine grids, by Richardson extrapolation
   * of the independent law, whose error is of first order in the number of levels.
   */
  @TestFactory
  Stream<DynamicTest> goldenValueOfG1InTheLimitOfFineGrids() {
    return Stream.of("euler", "ancestral", "square-root", "ddim")
        .map(
            kind ->
                DynamicTest.dynamicTest(
                    kind,
                    () -> {
                      double[] coarse = fine(kind, 50_000);
                      double[] dense = fine(kind, 100_000);
                      // The ODE's error is not purely of first order: its field is singular at η.
                      double tolerance = kind.equals("ddim") ? 1e-5 : 0.5e-6;
                      assertEquals(0.742262, 2 * dense[0] - coarse[0], tolerance);
                      assertEquals(0.117280, 2 * dense[1] - coarse[1], tolerance);
                    }));
  }

  private static double[] fine(String kind, int evaluations) {
    boolean ddim = kind.equals("ddim");
    Sampler sampler =
        Problems.sampler(
            DPNP,
            Problems.with(
                EXACT,
                "denoiser",
                ddim ? "ddim" : "ddpm",
                "update",
                ddim ? "euler" : kind,
                "evaluations",
                Integer.toString(evaluations)));
    LawPredictor.GaussianLaw law = sampler.law().orElseThrow().predict(Problems.G1);
    return new double[] {law.mean()[0], law.covariance()[0][0]};
  }

  private static final String[] EXACT = {
    "eta-max",
    "0.4",
    "eta-min",
    "0.16",
    "hold",
    "4",
    "sweeps",
    "12",
    "start",
    "noise",
    "grid",
    "edm",
    "sigma-min",
    "1e-5"
  };

  @Test
  void fullBudgetsAreThoseOfTheReleasedSchedule() {
    assertEquals(1391, steps(Problems.with(RELEASED, "denoiser", "ddpm")));
    assertEquals(2423, steps(Problems.with(RELEASED, "denoiser", "ddim")));
    assertEquals(100, steps());
    assertEquals(97, steps("evaluations", "97", "denoiser", "ddim", "grid", "table"));
  }

  @TestFactory
  Stream<DynamicTest> lawsAgree() {
    return Stream.of(
        agree(false, Problems.with(RELEASED, "denoiser", "ddpm", "evaluations", "120")),
        agree(false, Problems.with(RELEASED, "denoiser", "ddim", "evaluations", "120")),
        agree(true, Problems.with(RELEASED, "denoiser", "ddpm", "evaluations", "64")),
        agree(true, Problems.with(RELEASED, "denoiser", "ddim", "evaluations", "64")),
        agree(
            true,
            "evaluations",
            "40",
            "hold",
            "1",
            "sweeps",
            "7",
            "update",
            "euler",
            "end",
            "data"),
        agree(
            true,
            "evaluations",
            "40",
            "hold",
            "1",
            "sweeps",
            "7",
            "denoiser",
            "ddim",
            "start",
            "noise"),
        agree(true, "evaluations", "40", "hold", "1", "sweeps", "7", "eta-min", "0.1"));
  }

  private static DynamicTest agree(boolean complex, String... options) {
    return DynamicTest.dynamicTest(
        (complex ? "complex " : "G1 ") + String.join(" ", options),
        () -> {
          Sampler sampler = Problems.sampler(DPNP, options);
          assertTrue(sampler.exactness().affine());
          Laws.agreeing(sampler, complex ? Problems.COMPLEX : Problems.G1, complex);
        });
  }

  private static int steps(String... options) {
    try (Run run =
        Problems.sampler(DPNP, options)
            .begin(Problems.problem(Problems.G1, false), Chains.of(1), new CounterNoise(0))) {
      return run.steps();
    }
  }
}
