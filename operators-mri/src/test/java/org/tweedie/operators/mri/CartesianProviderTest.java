package org.tweedie.operators.mri;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    return simulator.simulate(head(), options, new CounterNoise(2));
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
        PROVIDER.prepare(Map.of("data", given.get("data")), Options.defaults(PROVIDER.options()));
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
    Measurement m = PROVIDER.prepare(inputs, options);
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
    Measurement m = PROVIDER.prepare(Map.of("data", kspace), Options.defaults(PROVIDER.options()));
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
    Measurement m = PROVIDER.prepare(inputs, Options.defaults(PROVIDER.options()));
    // 40000 numbers: relative deviation 0.35 %.
    assertEquals(SIGMA, ((GaussianLikelihood) m.likelihood()).sigma(), 0.015 * SIGMA);
    assertEquals(0, relativeError(m.baseline()), 0.12);
  }

  @Test
  void unequalChannelsAreReported() {
    Field data = simulated.get("data").copy();
    for (int i = 0; i < 2 * N * N; i++) {
      data.data()[i] *= 3;
    }
    Measurement m = PROVIDER.prepare(Map.of("data", data), Options.defaults(PROVIDER.options()));
    assertEquals(Finding.Severity.WARNING, finding(m, "unequal-noise").severity());
  }

  @Test
  void eachErrorIsOneSentence() {
    Field data = simulated.get("data");
    Field mask = simulated.get("mask");
    expect(
        Map.of("data", poke(data, 2 * (N * N + 3 * N + 5), Float.NaN)),
        "the k-space data hold a NaN or an infinity, first at coil 1, row 3, column 5;"
            + " remove or mend these values.");
    expect(
        Map.of("data", Field.zeros(Space.real(N, N))),
        "the k-space is real 96 x 96, expected complex [coils, ny, nx] or [ny, nx]; give one slice of"
            + " complex numbers.");
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
        "the mask holds a NaN or an infinity; give 1 where a sample was acquired and 0 elsewhere.");
    expect(
        Map.of("data", data, "mask", mask, "sensitivities", Field.zeros(Space.complex(3, N, N))),
        "the sensitivities are complex 3 x 96 x 96, expected complex 4 x 96 x 96 like the k-space;"
            + " give the sensitivities that belong to these data.");
    expect(
        Map.of("data", data, "sensitivities", Field.zeros(Space.complex(COILS, N, N))),
        "the sensitivities are 0 everywhere; leave them out to have them estimated.");
    expect(
        Map.of("data", data, "sensitivities", poke(simulated.get("sensitivities"), 1, Float.NaN)),
        "the sensitivities hold a NaN or an infinity, first at coil 0, row 0, column 0;"
            + " remove or mend these values.");
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
        "the option 'noise' is '0.0'; give a value in >0 … ∞.");
  }

  private static void expect(Map<String, Field> inputs, String message) {
    expect(inputs, Map.of(), message);
  }

  private static void expect(
      Map<String, Field> inputs, Map<String, String> options, String message) {
    TweedieException e =
        assertThrows(
            TweedieException.class,
            () -> PROVIDER.prepare(inputs, Options.bind(PROVIDER.options(), options)));
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
    int n = x.data().length / 2;
    for (int a = 0; a < 2; a++) {
      for (int i = 0; i < n; i++) {
        out.data()[a * n + i] = (float) (mix[a][0] * x.data()[i] + mix[a][1] * x.data()[n + i]);
      }
    }
    return out;
  }

  private static Field normals(Space space) {
    return new CounterNoise(8).normals(0, 0, Purpose.of("scan"), Field.zeros(space));
  }
}
