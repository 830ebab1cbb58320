package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
import org.tweedie.api.spi.operator.Measurement;
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

  /**
   * The budget to the point, the centre full, no two points outside it nearer than the smaller of
   * their radii for the r that the density implies, and denser in the middle.
   */
  @ParameterizedTest
  @CsvSource({"64, 48, 4, 8, 3", "63, 80, 8, 10, 7", "32, 32, 1, 0, 1", "40, 40, 6, 0, 2"})
  void poissonDiscsKeepTheirDistance(int ny, int nx, double acceleration, int centre, int seed) {
    Noise noise = new CounterNoise(seed);
    Field mask = SamplingMasks.poisson(ny, nx, acceleration, centre, noise);
    assertEquals((int) Math.floor(ny * nx / acceleration + 0.5), count(mask));
    assertArrayEquals(
        mask.data(), SamplingMasks.poisson(ny, nx, acceleration, centre, noise).data());
    int[] points =
        IntStream.range(0, ny * nx)
            .filter(k -> mask.data()[k] != 0 && !inSquare(k, ny, nx, centre))
            .toArray();
    assertEquals(count(mask) - centre * centre, points.length);
    PoissonDisc disc = new PoissonDisc(ny, nx, new int[0]);
    double r = Double.POSITIVE_INFINITY;
    for (int a : points) {
      for (int b : points) {
        double distance = Math.hypot(a / nx - b / nx, a % nx - b % nx);
        if (a != b) {
          r = Math.min(r, distance / Math.min(disc.radius(1, a), disc.radius(1, b)));
        }
      }
    }
    // Discs of radius r/2 around n points do not overlap: Σ π r²/4 (1 + d)² is at most the area,
    // and dart throwing fills about half of it.
    double filled = 0;
    for (int a : points) {
      filled += Math.PI / 4 * Math.pow(disc.radius(r, a), 2);
    }
    if (acceleration > 1) {
      assertTrue(filled > 0.25 * ny * nx && filled < ny * nx, "filled " + filled / (ny * nx));
    }
  }

  private static boolean inSquare(int k, int ny, int nx, int side) {
    int y = k / nx - (ny / 2 - side / 2);
    int x = k % nx - (nx / 2 - side / 2);
    return Math.min(y, x) >= 0 && Math.max(y, x) < side;
  }

  /** The constant and the varying part of a phase have nothing to do with each other. */
  @Test
  void theConstantPhaseIsIndependentOfItsField() {
    int n = 2000;
    double[] constant = new double[n];
    double[] field = new double[n];
    Field one = Field.zeros(Space.real(1, 2)).fill(1);
    for (int i = 0; i < n; i++) {
      float[] x = SmoothPhase.apply(one, 1, new CounterNoise(i)).data();
      float[] flat = SmoothPhase.apply(one, 0, new CounterNoise(i)).data();
      // What the two draws of one stream shared was the length of the first normals.
      constant[i] = (Math.atan2(flat[1], flat[0]) + 2 * Math.PI) % (2 * Math.PI);
      field[i] =
          Math.abs(Math.atan2(x[1] * flat[0] - x[0] * flat[1], x[0] * flat[0] + x[1] * flat[1]));
    }
    // Under independence r√n is about standard normal: |r| > 0.1 has probability 8e-6.
    assertEquals(0, correlation(constant, field), 0.1);
  }

  private static double correlation(double[] a, double[] b) {
    double ma = Arrays.stream(a).average().orElseThrow();
    double mb = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** A small calibration block and a high acceleration: what was simulated can be prepared. */
  @ParameterizedTest
  @CsvSource({"lines, 10, 8, 8", "lines, 12, 8, 16", "poisson, 16, 8, 8", "points, 12, 6, 32"})
  void whatIsSimulatedCanBeReconstructed(String mask, int centre, int acceleration, int coils) {
    Map<String, Field> scan =
        TestScan.simulate(
            TestScan.head(128, 112, 4),
            4,
            "mask",
            mask,
            "centre",
            Integer.toString(centre),
            "acceleration",
            Integer.toString(acceleration),
            "coils",
            Integer.toString(coils));
    Measurement m = TestScan.prepare(TestScan.only(scan, "data", "mask"));
    assertEquals(List.of(), TestScan.warnings(m));
    double given =
        TestScan.magnitudeError(TestScan.prepare(scan).baseline(), scan.get("reference"));
    double estimated = TestScan.magnitudeError(m.baseline(), scan.get("reference"));
    assertTrue(estimated < 1.3 * given + 0.05, estimated + " with given maps " + given);
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
