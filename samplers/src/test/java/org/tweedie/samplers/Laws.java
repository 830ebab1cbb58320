package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Sampler;

/** Compares the two laws of a sampler. */
final class Laws {
  /** Relative to the largest entry of mean or covariance. */
  private static final double TOLERANCE = 1e-5;

  private Laws() {}

  /** The independent law, once the probed one agrees with it to 1e-5 relative. */
  static LawPredictor.GaussianLaw agreeing(
      Sampler sampler, LawPredictor.GaussianProblem problem, boolean complex) {
    LawPredictor.GaussianLaw independent = sampler.law().orElseThrow().predict(problem);
    LawPredictor.GaussianLaw probed = Probe.law(sampler, Problems.problem(problem, complex));
    compare("mean", new double[][] {independent.mean()}, new double[][] {probed.mean()});
    compare("covariance", independent.covariance(), probed.covariance());
    return independent;
  }

  private static void compare(String what, double[][] expected, double[][] actual) {
    double scale = 0;
    for (double[] row : expected) {
      for (double v : row) {
        scale = Math.max(scale, Math.abs(v));
      }
    }
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < expected[i].length; j++) {
        assertEquals(
            expected[i][j], actual[i][j], TOLERANCE * scale, what + " (" + i + ", " + j + ")");
      }
    }
  }
}
