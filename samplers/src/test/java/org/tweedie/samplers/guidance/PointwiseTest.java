package org.tweedie.samplers.guidance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.engine.run.Chains;
import org.tweedie.samplers.DenseOperator;
import org.tweedie.samplers.Problems;
import org.tweedie.samplers.Runs;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Transition;

/**
 * The golden values G3 through the corrections: one move from u = (0.2, 0.1) at σ = 0.5 to no noise
 * on the mixture G2 returns the denoised image plus the guidance.
 */
class PointwiseTest {
  private static final double[] DENOISED = {0.643398, -0.203440};

  @Test
  void dpsWithTheLikelihoodsGradient() {
    // The step adds σ²∇.
    check(0.25 * -1.392387, 0.25 * 0.376785, new DpsCorrection(false, 1));
  }

  @Test
  void dpsWithTheNormsGradient() {
    check(-0.921813, 0.249446, new DpsCorrection(true, 1));
  }

  @Test
  void bgdmsInnerStep() {
    // With a huge λ the outer step leaves the inner one as it is.
    BilevelCorrection.Weights weights = new BilevelCorrection.Constant(1, 0.5, 1e12);
    check(-0.5 * 0.921813, 0.5 * 0.249446, new BilevelCorrection(weights, 0, 0));
  }

  private static void check(double first, double second, Correction correction) {
    Field u = Field.wrap(Space.real(2), new float[] {0.2f, 0.1f});
    Move move = Move.by(Step.of(Transition.ancestral()), Level.exploding(0.5), Level.CLEAN);
    GuidedSampling kernel =
        new GuidedSampling(bench -> List.of(u), new Walk(List.of(move)), correction);
    Field out =
        Runs.samples(
                Runs.sampler(problem -> kernel), Problems.g2(), Chains.of(1), new CounterNoise(0))
            .get(0);
    double[] expected = {DENOISED[0] + first, DENOISED[1] + second};
    // Two printed values of half a unit each, and float32.
    assertArrayEquals(expected, DenseOperator.widen(out), 1.5e-6);
  }
}
