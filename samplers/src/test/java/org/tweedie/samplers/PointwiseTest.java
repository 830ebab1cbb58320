package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;

/**
 * The golden values G3 through the samplers: one step from u = (0.2, 0.1) at σ = 0.5 to no noise on
 * the mixture G2 returns the denoised image plus the guidance.
 */
class PointwiseTest {
  private static final double[] DENOISED = {0.643398, -0.203440};

  @Test
  void dpsWithTheLikelihoodsGradient() {
    // The step adds σ²∇.
    check(
        new double[] {0.25 * -1.392387, 0.25 * 0.376785},
        new DpsProvider(),
        "guidance",
        "likelihood",
        "zeta",
        "1");
  }

  @Test
  void dpsWithTheNormsGradient() {
    check(new double[] {-0.921813, 0.249446}, new DpsProvider(), "guidance", "norm", "zeta", "1");
  }

  @Test
  void bgdmsInnerStep() {
    // With a huge λ the outer step leaves the inner one as it is.
    check(
        new double[] {-0.5 * 0.921813, 0.5 * 0.249446},
        new BgdmProvider(),
        "inner",
        "norm",
        "zeta",
        "0.5",
        "outer",
        "fixed",
        "lambda",
        "1e12");
  }

  private static void check(double[] guidance, SamplerProvider provider, String... own) {
    String[] options = {
      "steps", "1", "schedule", "edm", "sigma-max", "0.5", "start", "noise", "transition", "ddim"
    };
    Noise fixed =
        new Noise() {
          @Override
          public Field normals(int chain, long step, Purpose purpose, Field out) {
            out.data()[0] = 0.4f;
            out.data()[1] = 0.2f;
            return out;
          }

          @Override
          public double uniform(int chain, long step, Purpose purpose) {
            throw new AssertionError("no uniform number is needed");
          }
        };
    Field out =
        Probe.run(
                Problems.sampler(provider, Problems.with(options, own)),
                Problems.g2(),
                Chains.of(1),
                fixed)
            .get(0);
    double[] expected = {DENOISED[0] + guidance[0], DENOISED[1] + guidance[1]};
    // Two printed values of half a unit each, and float32.
    assertArrayEquals(expected, DenseOperator.widen(out), 1.5e-6);
  }
}
