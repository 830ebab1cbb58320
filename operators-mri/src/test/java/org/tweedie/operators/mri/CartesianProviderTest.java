package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;

class CartesianProviderTest {
  private static final int N = 96;
  private static final int COILS = 4;
  private static final double SIGMA = 0.02;
  private static final CartesianProvider PROVIDER = new CartesianProvider();

  private static Map<String, Field> simulated;

  @BeforeAll
  static void simulate() {
    simulated = simulate("lines");
  }

  private static Map<String, Field> simulate(String mask) {
    CartesianSimulator simulator = new CartesianSimulator();
    Options options =
        Options.bind(
            simulator.options(),
            Map.of(
                "coils",
                Integer.toString(COILS),
                "mask",
                mask,
                "acceleration",
                "3",
                "centre",
                "16",
                "sigma",
                Double.toString(SIGMA)));
    return simulator.simulate(Simulation.of(head(), options, new CounterNoise(2)));
  }

  /** An ellipse with smooth shading: like a head its spectrum falls off quickly. */
  private static Field head() {
    Field image = Field.zeros(Space.real(N, N));
    for (int i = 0; i < N * N; i++) {
      double y = (i / N - 50) / 38.0;
      double x = (i % N - 45) / 30.0;
      double inside = 1 / (1 + Math.exp(12 * (Math.hypot(x, y) - 1)));
      image.data()[i] = (float) (inside * (0.8 + 0.2 * Math.cos(5 * x) * Math.cos(4 * y)));
    }
    return image;
  }

  @Test
  void itIsFoundAsAServiceOnEitherPath() throws IOException {
    String name = CartesianProvider.class.getName();
    Module module = CartesianProvider.class.getModule();
    assertTrue(
        module.getDescriptor().provides().stream()
            .anyMatch(
                p ->
                    p.service().equals(OperatorProvider.class.getName())
                        && p.providers().contains(name)));
    try (InputStream in =
        module.getResourceAsStream("META-INF/services/" + OperatorProvider.class.getName())) {
      assertEquals(name, new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    }
    assertEquals("mri.cartesian", PROVIDER.id());
  }

  /**
   * Everything estimated. The σ of 5 % of 96·32 samples in 4 coils, 616 magnitudes, has relative
   * standard deviation 1.2/√(2·616) = 3.4 % by the median; remaining signal can only add.
   */
  @ParameterizedTest
  @CsvSource({"lines", "points"})
  void whatIsNotGivenIsEstimated(String mask) {
    Map<String, Field> given = simulate(mask);
    Measurement m =
        PROVIDER.prepare(
            Preparation.of(
                Map.of("data", given.get("data")), Options.defaults(PROVIDER.options())));
    assertEquals(SIGMA, ((GaussianLikelihood) m.likelihood()).sigma(), 0.12 * SIGMA);
    assertTrue(m.likelihood().capability(LinearGaussian.class).isPresent());
    assertEquals(Space.complex(N, N), m.likelihood().operator().domain());
    assertEquals(
        given.get("mask").normSquared() * COILS, m.likelihood().operator().range().size(), 1e-3);
    // The magnitude of the object is what the simulator was given; the shading is at most 1.
    assertEquals(1, m.scale(), 0.1);
    assertEquals(0, relativeError(m.baseline()), 0.12);
    assertEquals(List.of("zero-filled", "baseline"), List.copyOf(m.views().keySet()));
    assertTrue(finding(m, "mask").text().startsWith("No mask was given"));
    assertTrue(finding(m, "sampling").text().contains("acceleration 3.00"));
    assertEquals(
        Space.complex(COILS, N, N), finding(m, "sensitivities").field().orElseThrow().space());
    // The truth with its phase taken out by the low-resolution reference: nearly real.
    double imaginary = 0;
    for (int i = 1; i < 2 * N * N; i += 2) {
      imaginary += Math.pow(m.baseline().data()[i], 2);
    }
    assertEquals(0, Math.sqrt(imaginary) / m.baseline().norm(), 0.1);
  }

  @Test
  void whatIsGivenIsUsed() {
    Map<String, Field> inputs = new HashMap<>(simulated);
    inputs.remove("reference");
    Options options = Options.bind(PROVIDER.options(), Map.of("noise", "0.03"));
    Measurement m = PROVIDER.prepare(Preparation.of(inputs, options));
    assertEquals(0.03, ((GaussianLikelihood) m.likelihood()).sigma());
    // Data minus A of the truth is the noise: ‖·‖² = m σ², relative deviation √(2/m) = 0.9 %.
    Field residual =
        m.likelihood()
            .data()
            .copy()
            .subtract(m.likelihood().operator().apply(simulated.get("reference")));
    double ratio = residual.normSquared() / (residual.space().components() * SIGMA * SIGMA);
    assertEquals(1, ratio, 0.04);
  }

  @Test
  void oneCoilNeedsNoSensitivities() {
    Field kspace = Field.wrap(Space.complex(N, N), firstCoil(simulated.get("data")));
    Measurement m =
        PROVIDER.prepare(
            Preparation.of(Map.of("data", kspace), Options.defaults(PROVIDER.options())));
    LinearOperator a = (LinearOperator) m.likelihood().operator();
    assertEquals(1, a.range().dim(0));
    Field y = m.likelihood().data();
    // AA* = I
    assertEquals(0, a.apply(a.adjoint(y)).subtract(y).norm() / y.norm(), 1e-6);
  }

  @Test
  void aNoiseScanWhitens() {
    // Channels mixed by a lower triangular matrix with known covariance.
    double[][] mix = {{2, 0}, {1, 1}};
    Field white = normals(Space.complex(2, 20000));
    Field scan = mixed(mix, white);
    Whitening whitening = new Whitening(scan);
    // tr(M Mᵀ)/2 = (4 + 2)/2
    assertEquals(Math.sqrt(3), whitening.sigma(), 0.03);
    Field out = whitening.apply(scan);
    double[][] covariance = new double[2][2];
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        for (int i = 0; i < 40000; i++) {
          covariance[a][b] += out.data()[a * 40000 + i] * out.data()[b * 40000 + i] / 40000;
        }
      }
    }
    // Whitening is exact on the scan itself: σ̄² I.
    double variance = whitening.sigma() * whitening.sigma();
    assertEquals(variance, covariance[0][0], 1e-3);
    assertEquals(variance, covariance[1][1], 1e-3);
    assertEquals(0, covariance[0][1], 1e-3);

    Map<String, Field> inputs = new HashMap<>(simulated);
    inputs.remove("reference");
    inputs.put("noise-scan", normals(Space.complex(COILS, 5000)).scale(SIGMA));
    Measurement m = PROVIDER.prepare(Preparation.of(inputs, Options.defaults(PROVIDER.options())));
    // 40000 numbers: relative deviation 0.35 %.
    assertEquals(SIGMA, ((GaussianLikelihood) m.likelihood()).sigma(), 0.015 * SIGMA);
    assertEquals(0, relativeError(m.baseline()), 0.12);
  }

  /**
   * Channels mixed by a noise scan's covariance far from the unit matrix: the estimated maps have
   * root-sum-of-squares 1 in the channels as they were measured, so that units and shading of the
   * image are what they are without the scan.
   */
  @Test
  void aNoiseScanLeavesUnitsAndShadingOfEstimatedMaps() {
    double[][] mix = new double[8][8];
    Random random = new Random(4);
    for (int i = 0; i < 64; i++) {
      mix[i / 8][i % 8] = (i / 8 == i % 8 ? 1 : 0) + 0.5 * random.nextGaussian();
    }
    Map<String, Field> scan =
        TestScan.simulate(head(), 3, "acceleration", "2", "centre", "20", "sigma", "0");
    SamplingPattern pattern = new SamplingPattern(scan.get("mask"));
    Field samples = pattern.gather(scan.get("data"));
    Field noise = mixed(mix, normals(samples.space())).scale(0.01);
    Field data = pattern.scatter(samples.add(noise));
    Measurement without = TestScan.prepare(Map.of("data", data));
    Field noiseScan = mixed(mix, TestScan.normals(Space.complex(8, 4000), 9)).scale(0.01);
    Measurement with = TestScan.prepare(Map.of("data", data, "noise-scan", noiseScan));
    assertEquals(1, with.scale() / without.scale(), 0.05);
    assertEquals(0, relativeError(with.baseline()), 0.1);
    Field maps = finding(with, "sensitivities").field().orElseThrow();
    for (double power : Sensitivities.sumOfSquares(maps)) {
      assertEquals(power == 0 ? 0 : 1, power, 1e-5);
    }
  }

  /**
   * What a run has estimated, given to the next one, makes the same measurement to the bit: the
   * fields as they are, the noise level as its finding says it.
   */
  @ParameterizedTest
  @CsvSource({"false, middle", "true, middle", "false, corner"})
  void whatWasEstimatedCanBeGivenBack(boolean scan, String centre) {
    int half = centre.equals("corner") ? -N / 2 : 0;
    Map<String, Field> inputs = new HashMap<>();
    inputs.put("data", KspaceCentre.roll(simulated.get("data"), new int[] {half, half}));
    if (scan) {
      inputs.put("noise-scan", normals(Space.complex(COILS, 5000)).scale(1.7 * SIGMA));
    }
    Map<String, String> options = new HashMap<>(Map.of("kspace-centre", centre));
    Measurement first =
        PROVIDER.prepare(Preparation.of(inputs, Options.bind(PROVIDER.options(), options)));
    for (String name : List.of("mask", "sensitivities")) {
      inputs.put(name, finding(first, name).field().orElseThrow());
    }
    Matcher sigma = Pattern.compile("σ = (\\S+)").matcher(finding(first, "noise").text());
    assertTrue(sigma.find());
    options.put("noise", sigma.group(1));
    Measurement second =
        PROVIDER.prepare(Preparation.of(inputs, Options.bind(PROVIDER.options(), options)));
    GaussianLikelihood a = (GaussianLikelihood) first.likelihood();
    GaussianLikelihood b = (GaussianLikelihood) second.likelihood();
    assertEquals(a.sigma(), b.sigma());
    assertArrayEquals(a.data().data(), b.data().data());
    assertEquals(first.scale(), second.scale());
    for (String view : List.of("zero-filled", "baseline")) {
      assertArrayEquals(first.views().get(view).data(), second.views().get(view).data());
    }
    Field x = normals(a.operator().domain());
    assertArrayEquals(a.operator().apply(x).data(), b.operator().apply(x).data());
  }

  /** Outside the maps' support nothing was measured, and the share of such pixels is said. */
  @Test
  void pixelsWithoutSensitivityAreCounted() {
    Field maps = simulated.get("sensitivities").copy();
    for (int c = 0; c < COILS; c++) {
      Arrays.fill(maps.data(), c * 2 * N * N, c * 2 * N * N + 2 * 12 * N, 0);
    }
    Map<String, Field> inputs = Map.of("data", simulated.get("data"), "sensitivities", maps);
    Measurement m = PROVIDER.prepare(Preparation.of(inputs, Options.defaults(PROVIDER.options())));
    // 12 of 96 rows
    assertEquals(
        "The sensitivities are 0 at 12.5 % of the pixels: there the data say nothing, and the image"
            + " is the prior's alone.",
        finding(m, "support").text());
    assertEquals(Finding.Severity.INFO, finding(m, "support").severity());
  }

  /** The scale of the sensitivities is a unit of the image, and of nothing else. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1e-6, 1e6})
  void theScaleOfTheSensitivitiesIsAUnit(double factor) {
    Map<String, Field> inputs = new HashMap<>(simulated);
    inputs.remove("reference");
    Options options = Options.bind(PROVIDER.options(), Map.of("noise", "0.02"));
    Measurement expected = PROVIDER.prepare(Preparation.of(inputs, options));
    inputs.put("sensitivities", simulated.get("sensitivities").copy().scale(factor));
    Measurement scaled = PROVIDER.prepare(Preparation.of(inputs, options));
    assertEquals(expected.scale() / factor, scaled.scale(), 1e-3 * expected.scale() / factor);
    Field back = scaled.baseline().copy().scale(factor);
    assertEquals(0, back.subtract(expected.baseline()).norm() / expected.baseline().norm(), 1e-3);
  }

  @Test
  void unequalChannelsAreReported() {
    Field data = simulated.get("data").copy();
    for (int i = 0; i < 2 * N * N; i++) {
      data.data()[i] *= 3;
    }
    Measurement m =
        PROVIDER.prepare(
            Preparation.of(Map.of("data", data), Options.defaults(PROVIDER.options())));
    assertEquals(Finding.Severity.WARNING, finding(m, "unequal-noise").severity());
  }

  @Test
  void eachErrorIsOneSentence() {
    Field data = simulated.get("data");
    Field mask = simulated.get("mask");
    expect(
        Map.of("data", poke(data, 2 * (N * N + 3 * N + 5), Float.NaN)),
        "there is a NaN in the k-space, first at [1, 3, 5]; remove or mend these values.");
    expect(
        Map.of("data", Field.zeros(Space.real(N, N))),
        "the k-space is real 96 x 96, and real numbers have no phase; give complex numbers, or real"
            + " and imaginary part as a last axis of 2 and the option 'complex-axis' = last.");
    expect(
        Map.of("data", data, "mask", Field.zeros(Space.real(N, N + 1))),
        "the mask is real 96 x 97, expected real 96 x 96 like the k-space; give the mask that belongs"
            + " to these data.");
    expect(
        Map.of("data", data, "mask", Field.zeros(Space.real(N, N))),
        "the mask samples nothing: all of its 9216 values are 0; give 1 where a sample was"
            + " acquired.");
    expect(
        Map.of("data", data, "mask", poke(mask, 0, Float.POSITIVE_INFINITY)),
        "there is an infinity in the mask, first at [0, 0]; mend these values; single precision ends at"
            + " 3.4e38.");
    expect(
        Map.of("data", data, "mask", mask, "sensitivities", Field.zeros(Space.complex(3, N, N))),
        "the sensitivities are complex 3 x 96 x 96, expected complex 4 x 96 x 96 like the k-space;"
            + " give the sensitivities that belong to these data.");
    expect(
        Map.of("data", data, "sensitivities", Field.zeros(Space.complex(COILS, N, N))),
        "the sensitivities are 0 everywhere; leave them out to have them estimated.");
    expect(
        Map.of("data", data, "sensitivities", poke(simulated.get("sensitivities"), 1, Float.NaN)),
        "there is a NaN in the array of sensitivities, first at [0, 0, 0]; remove or mend these"
            + " values.");
    expect(
        Map.of("data", data),
        Map.of("espirit-crop", "1"),
        "ESPIRiT finds no sensitivities: its eigenvalue is below the crop of 1.0 at every pixel;"
            + " lower 'espirit-crop' or 'espirit-threshold', give more of the centre of k-space, or"
            + " give the sensitivities.");
    Field silent = data.copy();
    Arrays.fill(silent.data(), 4 * N * N, 6 * N * N, 0);
    expect(
        Map.of("data", silent, "mask", mask),
        "channel 2 of the k-space holds only zeros at the acquired samples; leave that channel out.");
    Field uniform = SamplingMasks.uniform(N, N, 4, 0);
    expect(
        Map.of("data", simulate("full").get("data"), "mask", uniform),
        "there is no calibration region: the fully sampled block in the middle of k-space has 24 x 1"
            + " points, and coil sensitivities need more than 6 x 6; give the sensitivities, or data"
            + " with a fully sampled centre.");
    expect(
        Map.of("data", data, "mask", SamplingMasks.full(N, N)),
        "the noise level cannot be estimated: most of the outermost k-space samples are 0; set the"
            + " option 'noise', or give a mask of the samples that were really acquired.");
    expect(
        Map.of("data", data, "noise-scan", Field.zeros(Space.complex(3, 100))),
        "the noise scan is complex 3 x 100, expected complex [4, ...], one row for each coil; give"
            + " the noise scan of these coils.");
    expect(
        Map.of("data", data, "noise-scan", Field.zeros(Space.complex(COILS, 100))),
        "the noise of channel 0 is zero or a combination of other channels' noise; give a noise scan"
            + " with more samples than coils, taken with every channel on.");
    expect(
        Map.of("data", data),
        Map.of("noise", "0"),
        "the option 'noise' is 0.0; give the standard deviation of a real component, above 0, or"
            + " leave it out to have it estimated.");
  }

  private static void expect(Map<String, Field> inputs, String message) {
    expect(inputs, Map.of(), message);
  }

  private static void expect(
      Map<String, Field> inputs, Map<String, String> options, String message) {
    TweedieException e =
        assertThrows(
            TweedieException.class,
            () ->
                PROVIDER.prepare(
                    Preparation.of(inputs, Options.bind(PROVIDER.options(), options))));
    assertEquals(message, e.getMessage());
  }

  private static Field poke(Field x, int i, float value) {
    Field out = x.copy();
    out.data()[i] = value;
    return out;
  }

  private static Finding finding(Measurement m, String name) {
    return m.findings().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  /** Relative error of the magnitude. */
  private static double relativeError(Field image) {
    float[] truth = head().data();
    double error = 0;
    double norm = 0;
    for (int i = 0; i < truth.length; i++) {
      double m = Math.hypot(image.data()[2 * i], image.data()[2 * i + 1]);
      error += (m - truth[i]) * (m - truth[i]);
      norm += truth[i] * truth[i];
    }
    return Math.sqrt(error / norm);
  }

  private static float[] firstCoil(Field data) {
    return Arrays.copyOf(data.data(), 2 * N * N);
  }

  private static Field mixed(double[][] mix, Field x) {
    Field out = Field.zeros(x.space());
    int n = x.data().length / mix.length;
    for (int a = 0; a < mix.length; a++) {
      for (int b = 0; b < mix.length; b++) {
        for (int i = 0; i < n; i++) {
          out.data()[a * n + i] += (float) (mix[a][b] * x.data()[b * n + i]);
        }
      }
    }
    return out;
  }

  private static Field normals(Space space) {
    return new CounterNoise(8).normals(0, 0, Purpose.of("scan"), Field.zeros(space));
  }
}
