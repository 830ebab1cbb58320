package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.operators.mri.TestScan.only;
import static org.tweedie.operators.mri.TestScan.prepare;
import static org.tweedie.operators.mri.TestScan.text;
import static org.tweedie.operators.mri.TestScan.warnings;
import static org.tweedie.operators.mri.TestScan.with;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.numerics.fft.CentredFft;

/** Inputs that spoil the result are noticed at preparation; good ones raise no alarm. */
class DoubtsTest {
  private static final int NY = 96;
  private static final int NX = 80;

  private static Map<String, Field> scan(int seed) {
    return TestScan.simulate(
        TestScan.head(NY, NX, seed), seed, "acceleration", "4", "centre", "14");
  }

  private static Field conjugate(Field x) {
    Field out = x.copy();
    for (int i = 1; i < out.data().length; i += 2) {
      out.data()[i] = -out.data()[i];
    }
    return out;
  }

  private static Field realPart(Field x) {
    return x.copy().add(conjugate(x)).scale(0.5);
  }

  private static Field reversedCoils(Field x) {
    Field out = Field.zeros(x.space());
    int coils = x.space().dim(0);
    int n = x.data().length / coils;
    for (int c = 0; c < coils; c++) {
      System.arraycopy(x.data(), c * n, out.data(), (coils - 1 - c) * n, n);
    }
    return out;
  }

  private static Field magnitude(Field x) {
    Field out = Field.zeros(x.space());
    for (int i = 0; i < out.data().length; i += 2) {
      out.data()[i] = (float) Math.hypot(x.data()[i], x.data()[i + 1]);
    }
    return out;
  }

  /**
   * Twenty heads, odd and even extents, and every kind of scan: not one warning. (Sensitivities are
   * estimated where there is a block to estimate them from.)
   */
  @ParameterizedTest
  @CsvSource({
    "lines, 8, 4, 14, 30, true",
    "points, 8, 6, 16, 20, false",
    "lines, 8, 2, 24, 60, true",
    "lines, 8, 4, 14, 0, false",
    "full, 4, 1, 0, 50, true",
    "full, 1, 1, 0, 30, true",
    "lines, 1, 3, 16, 10, true",
    "radial, 4, 1, 0, 30, false",
    "uniform, 8, 3, 0, 30, false"
  })
  void goodScansRaiseNoAlarm(
      String mask, int coils, int acceleration, int centre, int snr, boolean estimate) {
    for (int seed = 0; seed < 20; seed++) {
      Map<String, Field> scan =
          TestScan.simulate(
              TestScan.head(NY + seed % 2, NX + seed % 3, seed),
              seed,
              "mask",
              mask,
              "coils",
              Integer.toString(coils),
              "acceleration",
              Integer.toString(acceleration),
              "centre",
              Integer.toString(centre),
              "snr",
              Integer.toString(snr));
      assertEquals(List.of(), warnings(prepare(scan)), "seed " + seed);
      if (estimate && seed < 5) {
        assertEquals(List.of(), warnings(prepare(only(scan, "data"))), "seed " + seed);
      }
    }
  }

  /** A constant has all of its k-space in one sample: in the middle that is no spike. */
  @ParameterizedTest
  @CsvSource({"32, 32, 1", "33, 40, 1", "32, 31, 4"})
  void aConstantImageRaisesNoAlarm(int ny, int nx, int coils) {
    Map<String, Field> scan =
        TestScan.simulate(
            Field.zeros(Space.real(ny, nx)).fill(1),
            1,
            "mask",
            "full",
            "phase",
            "0",
            "coils",
            Integer.toString(coils));
    assertEquals(List.of(), TestScan.alarms(prepare(scan)));
  }

  /**
   * One coil that samples single points: how loud its noise is cannot be told, and that is said.
   */
  @Test
  void anUncertainNoiseLevelIsSaid() {
    Map<String, Field> scan =
        TestScan.simulate(
            TestScan.head(NY, NX, 2), 2, "mask", "points", "coils", "1", "centre", "14");
    Measurement m = prepare(scan);
    assertEquals(List.of("noise-doubt"), warnings(m));
    assertEquals(
        "The noise level is uncertain: σ comes from the outermost k-space, which holds signal where"
            + " the image is sharp: it may be too high. Set the option 'noise' or give a noise scan"
            + " if you have one.",
        text(m, "noise-doubt"));
  }

  /** The measured scan of the demo: real coils, real noise. */
  @Test
  void aMeasuredScanRaisesNoAlarm() throws IOException {
    Path folder = Path.of("..", "demo", "brain8ch");
    byte[] data = array(folder.resolve("kspace.npz"));
    Field kspace = Field.zeros(Space.complex(8, 230, 180));
    ByteBuffer.wrap(data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(data.length - 4 * kspace.data().length)
        .asFloatBuffer()
        .get(kspace.data());
    Measurement m = prepare(Map.of("data", kspace));
    assertEquals(List.of(), warnings(m));
    // The README of the scan: 12.4 % were sampled.
    assertTrue(text(m, "sampling").startsWith("12.4 %"), text(m, "sampling"));
  }

  /** The one array of an archive of NumPy, header and all. */
  private static byte[] array(Path archive) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      in.getNextEntry();
      return new DataInputStream(in).readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void sensitivitiesOfOtherDataAreNoticed(int seed) {
    Map<String, Field> scan = scan(seed);
    Field maps = scan.get("sensitivities");
    for (Field wrong : List.of(conjugate(maps), reversedCoils(maps), magnitude(maps))) {
      Measurement m = prepare(with(scan, "sensitivities", wrong));
      assertTrue(warnings(m).contains("misfit"), () -> "seed " + seed);
      assertTrue(text(m, "misfit").contains("sensitivities belong to these data"));
    }
    Measurement m = prepare(with(scan, "sensitivities", realPart(maps)));
    assertEquals(List.of("real-sensitivities", "misfit"), warnings(m));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anImageGivenAsKspaceIsNoticed(int seed) {
    Field kspace = TestScan.simulate(TestScan.head(NY, NX, seed), seed, "mask", "full").get("data");
    Measurement m = prepare(Map.of("data", CentredFft.inverse(kspace)));
    assertTrue(warnings(m).contains("looks-like-an-image"));
    assertTrue(text(m, "looks-like-an-image").startsWith("Along ny and nx"));
    // Undersampled, the axis that is whole shows it.
    Map<String, Field> scan = scan(seed);
    SamplingPattern pattern = new SamplingPattern(scan.get("mask"));
    Field masked = pattern.scatter(pattern.gather(CentredFft.inverse(kspace)));
    assertTrue(warnings(prepare(with(scan, "data", masked))).contains("looks-like-an-image"));
  }

  @Test
  void magnitudesStoredAsComplexNumbersAreNoticed() {
    Map<String, Field> scan = scan(1);
    Measurement m = prepare(with(scan, "data", magnitude(scan.get("data"))));
    assertTrue(warnings(m).contains("real-kspace"));
  }

  /** Of whatever strength that matters, with one coil and with eight. */
  @ParameterizedTest
  @CsvSource({"8, 500", "8, 2", "1, 500", "1, 10"})
  void aSpikeIsNoticed(int coils, float height) {
    Map<String, Field> scan =
        TestScan.simulate(
            TestScan.head(NY, NX, 2),
            2,
            "acceleration",
            "4",
            "centre",
            "14",
            "coils",
            Integer.toString(coils));
    int kx = 0;
    while (scan.get("mask").data()[kx] == 0) {
      kx++;
    }
    Field data = scan.get("data").copy();
    data.data()[2 * (30 * NX + kx)] += height;
    Measurement m = prepare(with(scan, "data", data));
    assertTrue(warnings(m).contains("spike"), m.findings()::toString);
    assertTrue(text(m, "spike").startsWith("The sample at row 30, column " + kx), text(m, "spike"));
  }

  /** Its place is told in the order of the data, wherever they have their centre. */
  @Test
  void aSpikeIsWhereItIsInTheData() {
    Map<String, Field> scan =
        TestScan.simulate(TestScan.head(NY, NX, 2), 2, "mask", "full", "coils", "2");
    Field data = KspaceCentre.roll(scan.get("data"), new int[] {-NY / 2, -NX / 2}).copy();
    data.data()[2 * (30 * NX + 25)] += 500;
    Measurement m = prepare(Map.of("data", data), "kspace-centre", "corner");
    assertTrue(text(m, "spike").startsWith("The sample at row 30, column 25"), text(m, "spike"));
  }

  @Test
  void aNoiseLevelOfAnotherScaleIsNoticed() {
    Map<String, Field> scan = scan(3);
    double sigma = sigma(prepare(scan));
    Field noise = TestScan.normals(Space.complex(8, 500), 3);
    assertEquals(List.of(), warnings(prepare(with(scan, "noise-scan", noise.copy().scale(sigma)))));
    for (double wrong : new double[] {1000, 1e-3}) {
      Field louder = noise.copy().scale(wrong * sigma);
      assertTrue(warnings(prepare(with(scan, "noise-scan", louder))).contains("noise-level"));
      assertTrue(
          warnings(prepare(scan, "noise", Double.toString(wrong * sigma))).contains("noise-level"));
    }
  }

  /** 200 times the noise of a small scan, whose level is given: never contradicted. */
  @Test
  void aTrueNoiseLevelIsNotContradictedBySmallData() {
    for (int seed = 0; seed < 200; seed++) {
      for (Space space : List.of(Space.complex(1, 9, 8), Space.complex(1, 33, 31))) {
        Map<String, Field> noise = Map.of("data", TestScan.normals(space, seed));
        assertEquals(List.of(), warnings(prepare(noise, "noise", "1")), "seed " + seed);
      }
    }
  }

  private static double sigma(Measurement m) {
    return m.likelihood()
        .capability(org.tweedie.api.spi.operator.LinearGaussian.class)
        .orElseThrow()
        .sigma();
  }

  @Test
  void zerosThatTheMaskCallsAcquiredAreCounted() {
    Map<String, Field> scan = scan(1);
    Field ones = SamplingMasks.full(NY, NX);
    Measurement m =
        prepare(with(scan, "mask", ones), "noise", Double.toString(sigma(prepare(scan))));
    assertEquals(List.of("zeros"), warnings(m));
    // 20 of 80 lines are sampled.
    assertEquals(
        "75.0 % of the samples that the mask calls acquired are exactly 0 in every coil: if they were"
            + " filled in, leave the mask out or give one without them.",
        text(m, "zeros"));
    Field data = scan.get("data").copy();
    for (int c = 0; c < 8; c++) {
      data.data()[2 * (c * NY * NX + 7 * NX + NX / 2)] = 0;
      data.data()[2 * (c * NY * NX + 7 * NX + NX / 2) + 1] = 0;
    }
    Measurement one = prepare(with(scan, "data", data));
    assertEquals(List.of(), warnings(one));
    // 1 of 96 x 20
    assertEquals(
        "0.0521 % of the samples that the mask calls acquired are exactly 0 in every coil.",
        text(one, "zeros"));
  }
}
