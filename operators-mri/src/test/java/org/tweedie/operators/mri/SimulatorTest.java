package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Simulation;

class SimulatorTest {
  private static final CartesianSimulator SIMULATOR = new CartesianSimulator();
  private static final Noise NOISE = new CounterNoise(4);

  /** The counts of Sun et al. 2024: 12.59 % and 24.51 % of 256 x 256. */
  @ParameterizedTest
  @CsvSource({"32, 8252", "64, 16060"})
  void radialMasksHaveThePublishedCounts(int spokes, int count) {
    assertEquals(count, count(SamplingMasks.radial(256, 256, spokes)));
  }

  @ParameterizedTest
  @CsvSource({"4, 24, 56", "8, 16, 28"})
  void linesHaveTheBudgetAndAFullCentre(double acceleration, int centre, int lines) {
    Field mask = SamplingMasks.lines(224, 224, acceleration, centre, NOISE);
    assertEquals(224 * lines, count(mask));
    for (int k = 112 - centre / 2; k < 112 + centre / 2; k++) {
      assertEquals(1, mask.data()[k]);
    }
    SamplingPattern pattern = new SamplingPattern(mask);
    assertTrue(pattern.wholeLines() && pattern.columnsFirst());
    assertEquals(224.0 / lines, pattern.acceleration(), 1e-12);
    assertArrayEquals(
        mask.data(), SamplingMasks.lines(224, 224, acceleration, centre, NOISE).data());
  }

  /** Weights (1 − d)²: the inner half of the free lines is worth 7 times the outer half. */
  @Test
  void linesAreDenserInside() {
    int inner = 0;
    int outer = 0;
    for (int seed = 0; seed < 200; seed++) {
      float[] m = SamplingMasks.lines(1, 200, 20, 0, new CounterNoise(seed)).data();
      for (int k = 0; k < 200; k++) {
        if (m[k] == 1) {
          if (Math.abs(k - 100) < 50) {
            inner++;
          } else {
            outer++;
          }
        }
      }
    }
    assertEquals(2000, inner + outer);
    // 7/8 of the first draws; a little less as the inside fills up (5 % of all lines are drawn).
    // Binomial standard deviation 0.0075: the band fails by chance less than once in 1e4 seeds.
    assertEquals(0.868, inner / 2000.0, 0.03);
  }

  @Test
  void pointsHaveTheBudgetAndUniformLinesTheirStep() {
    assertEquals(20 * 30 / 4, count(SamplingMasks.points(20, 30, 4, 5, NOISE)));
    float[] m = SamplingMasks.uniform(1, 17, 4, 3).data();
    assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1}, m);
  }

  @Test
  void tooSmallABudgetIsAnError() {
    InvalidOptionException e =
        assertThrows(InvalidOptionException.class, () -> SamplingMasks.lines(32, 32, 8, 10, NOISE));
    assertEquals(
        "an acceleration of 8.0 leaves 4 lines, fewer than the 10 of the centre; lower"
            + " 'acceleration' or 'centre'.",
        e.getMessage());
  }

  @Test
  void coilsHaveUnitRootSumOfSquares() {
    for (double p : Sensitivities.sumOfSquares(CoilRing.sensitivities(8, 21, 16))) {
      assertEquals(1, p, 1e-6);
    }
  }

  @Test
  void theNoiseHasTheStatedRatio() {
    Field image = Field.zeros(Space.real(64, 64));
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = Math.hypot(i / 64 - 30, i % 64 - 34) < 20 ? 1 : 0;
    }
    Options options = Options.bind(SIMULATOR.options(), Map.of("snr", "20", "centre", "8"));
    Map<String, Field> m = SIMULATOR.simulate(Simulation.of(image, options, NOISE));
    SamplingPattern pattern = new SamplingPattern(m.get("mask"));
    Field clean =
        new SenseOperator(pattern, m.get("sensitivities"), 1e-5, 1).apply(m.get("reference"));
    Field noise = pattern.gather(m.get("data")).subtract(clean);
    // 8 coils x 64 x 16 samples: the ratio of powers has relative standard deviation
    // √(2/16384) = 0.011, 0.048 dB; four of them.
    assertEquals(20, 10 * Math.log10(clean.normSquared() / noise.normSquared()), 0.2);
    // Samples that were not acquired are 0, and the magnitude of the reference is the image.
    assertEquals(
        0, m.get("data").normSquared() - pattern.gather(m.get("data")).normSquared(), 1e-3);
    for (int i = 0; i < image.data().length; i++) {
      float[] r = m.get("reference").data();
      assertEquals(image.data()[i], Math.hypot(r[2 * i], r[2 * i + 1]), 1e-6);
    }
  }

  @Test
  void aSigmaOfZeroAndAComplexImageAreTakenAsTheyAre() {
    Field image = Field.zeros(Space.complex(16, 16)).fill(0.5);
    Options options =
        Options.bind(SIMULATOR.options(), Map.of("sigma", "0", "mask", "full", "coils", "1"));
    Map<String, Field> m = SIMULATOR.simulate(Simulation.of(image, options, NOISE));
    assertArrayEquals(image.data(), m.get("reference").data());
    assertEquals(image.norm(), m.get("data").norm(), 1e-4);
    assertFalse(Arrays.equals(image.data(), m.get("data").data()));
  }

  @Test
  void unusableImagesAreRefused() {
    Options options = Options.defaults(SIMULATOR.options());
    assertThrows(
        ShapeMismatchException.class,
        () -> SIMULATOR.simulate(Simulation.of(Field.zeros(Space.real(4)), options, NOISE)));
    assertThrows(
        InvalidInputException.class,
        () -> SIMULATOR.simulate(Simulation.of(Field.zeros(Space.real(64, 64)), options, NOISE)));
    assertThrows(
        InvalidInputException.class,
        () ->
            SIMULATOR.simulate(
                Simulation.of(Field.zeros(Space.real(64, 64)).fill(Double.NaN), options, NOISE)));
  }

  private static int count(Field mask) {
    return (int) Math.round(mask.normSquared());
  }
}
