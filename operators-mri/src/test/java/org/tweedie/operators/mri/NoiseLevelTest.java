package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;

/** Estimated noise levels against the level of the simulated noise. */
class NoiseLevelTest {
  private static final int N = 96;

  /** Blocks with sharp edges: their spectrum reaches to the rim of k-space. */
  private static Field blocks() {
    Random random = new Random(5);
    Field image = Field.zeros(Space.real(N, N));
    for (int k = 0; k < 60; k++) {
      int y = 12 + random.nextInt(60);
      int x = 18 + random.nextInt(50);
      int height = 2 + random.nextInt(12);
      int width = 2 + random.nextInt(12);
      float value = random.nextFloat();
      for (int i = y; i < y + height; i++) {
        for (int j = x; j < x + width; j++) {
          image.data()[i * N + j] = value;
        }
      }
    }
    return image;
  }

  private static Map<String, Field> simulate(
      String mask, int coils, double acceleration, double sigma) {
    CartesianSimulator simulator = new CartesianSimulator();
    Map<String, String> options =
        Map.of(
            "coils", Integer.toString(coils),
            "mask", mask,
            "acceleration", Double.toString(acceleration),
            "centre", "16",
            "sigma", Double.toString(sigma));
    return simulator.simulate(
        Simulation.of(blocks(), Options.bind(simulator.options(), options), new CounterNoise(7)));
  }

  private static double estimate(Map<String, Field> inputs) {
    CartesianProvider provider = new CartesianProvider();
    return ((GaussianLikelihood)
            provider
                .prepare(Preparation.of(inputs, Options.defaults(provider.options())))
                .likelihood())
        .sigma();
  }

  /**
   * The median of n magnitudes has a relative deviation of 0.72/√n, 0.3 to 0.6 % here for the
   * pooled channels, and the probe's as much: 3 % is more than three of the joint deviations.
   */
  @ParameterizedTest
  @CsvSource({
    "lines, 8, 4, 0.01",
    "lines, 8, 6, 0.003",
    "lines, 4, 3, 0.01",
    "points, 8, 4, 0.01",
    "full, 2, 1, 0.01"
  })
  void theResidualOfKnownCoilsShowsTheLevel(
      String mask, int coils, double acceleration, double sigma) {
    Map<String, Field> inputs = simulate(mask, coils, acceleration, sigma);
    inputs.remove("reference");
    assertEquals(1, estimate(inputs) / sigma, 0.03);
    SamplingPattern pattern = new SamplingPattern(inputs.get("mask"));
    double rim =
        NoiseLevel.pooled(NoiseLevel.ofOutermost(pattern, pattern.gather(inputs.get("data"))));
    assertTrue(rim > 1.1 * sigma, "the rim holds signal, or the test shows nothing: " + rim);
  }

  /** Errors of the sensitivities count as noise, but for most samples they are small. */
  @Test
  void theResidualOfEstimatedCoilsShowsTheLevel() {
    Map<String, Field> inputs = simulate("lines", 8, 4, 0.01);
    inputs.remove("reference");
    inputs.remove("sensitivities");
    assertEquals(1.02, estimate(inputs) / 0.01, 0.04);
  }

  @Test
  void theResidualOfOneCoilTellsNothing() {
    Map<String, Field> inputs = simulate("lines", 1, 3, 0.01);
    SamplingPattern pattern = new SamplingPattern(inputs.get("mask"));
    assertTrue(
        NoiseLevel.ofResidual(
                pattern, inputs.get("sensitivities"), pattern.gather(inputs.get("data")))
            .isEmpty());
  }

  @Test
  void twoCoilsAtFourfoldAccelerationLeaveTheRim() {
    Map<String, Field> inputs = simulate("points", 2, 4, 0.01);
    SamplingPattern pattern = new SamplingPattern(inputs.get("mask"));
    Field samples = pattern.gather(inputs.get("data"));
    inputs.remove("reference");
    assertTrue(NoiseLevel.ofResidual(pattern, inputs.get("sensitivities"), samples).isEmpty());
    assertEquals(
        NoiseLevel.pooled(NoiseLevel.ofOutermost(pattern, samples)), estimate(inputs), 1e-6);
  }
}
