package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.operators.mri.TestScan.magnitudeError;
import static org.tweedie.operators.mri.TestScan.prepare;
import static org.tweedie.operators.mri.TestScan.text;
import static org.tweedie.operators.mri.TestScan.warnings;
import static org.tweedie.operators.mri.TestScan.with;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.numerics.fft.CentredFft;

/** K-space or an image whose centre is not in the middle is noticed, and the options mend it. */
class CentreTest {
  private static final String KSPACE = "kspace-centre";
  private static final String IMAGE = "image-centre";

  private static Field roll(Field x, int down, int right) {
    return KspaceCentre.roll(x, new int[] {down, right});
  }

  /** What {@code np.fft.fft2} makes of the images: frequency 0 and the origin at index [0, 0]. */
  private static Field fft2(Field images) {
    int ny = images.space().dim(1);
    int nx = images.space().dim(2);
    Field origin = roll(images, ny / 2, nx / 2);
    return roll(CentredFft.forward(origin), -(ny / 2), -(nx / 2));
  }

  private static Map<String, Field> scan(int ny, int nx, int coils, String mask) {
    return TestScan.simulate(
        TestScan.head(ny, nx, 3),
        3,
        "coils",
        Integer.toString(coils),
        "mask",
        mask,
        "acceleration",
        "2",
        "centre",
        "16");
  }

  /** The sum {@code Σ x exp(−2πi(ky·y/ny + kx·x/nx))}, straight from the definition. */
  @Test
  void theTestsOwnTransformIsThatOfNumpy() {
    Field x = TestScan.normals(Space.complex(1, 5, 4), 1);
    Field k = fft2(x);
    for (int ky = 0; ky < 5; ky++) {
      for (int kx = 0; kx < 4; kx++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < 20; i++) {
          double angle = -2 * Math.PI * (ky * (i / 4) / 5.0 + kx * (i % 4) / 4.0);
          re += x.data()[2 * i] * Math.cos(angle) - x.data()[2 * i + 1] * Math.sin(angle);
          im += x.data()[2 * i] * Math.sin(angle) + x.data()[2 * i + 1] * Math.cos(angle);
        }
        assertEquals(re / Math.sqrt(20), k.data()[2 * (4 * ky + kx)], 1e-5);
        assertEquals(im / Math.sqrt(20), k.data()[2 * (4 * ky + kx) + 1], 1e-5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"96, 80, 4", "97, 81, 4", "96, 81, 1", "64, 64, 1"})
  void anUnshiftedTransformIsNoticedAndMended(int ny, int nx, int coils) {
    Map<String, Field> good = scan(ny, nx, coils, "full");
    Measurement expected = prepare(good);
    assertEquals(List.of(), warnings(expected));
    Map<String, Field> bad = with(good, "data", fft2(CentredFft.inverse(good.get("data"))));
    Measurement asIs = prepare(bad);
    assertTrue(warnings(asIs).containsAll(List.of(KSPACE, IMAGE)), warnings(asIs)::toString);
    assertEquals(
        "The energy of k-space peaks near index [0, 0] and not in the middle of the grid: if its"
            + " centre is there, set the option 'kspace-centre' to corner.",
        text(asIs, KSPACE));
    Measurement mended = prepare(bad, KSPACE, "corner", IMAGE, "corner");
    assertEquals(List.of(), warnings(mended));
    // The same samples but for the rounding of two transforms.
    Field difference = mended.likelihood().data().copy().subtract(expected.likelihood().data());
    assertEquals(0, difference.norm() / expected.likelihood().data().norm(), 1e-6);
    assertEquals(0, magnitudeError(mended.baseline(), expected.baseline()), 1e-4);
  }

  /** Whichever one of the two shifts was forgotten, it is named, and nothing else. */
  @Test
  void eachForgottenShiftIsNamed() {
    Map<String, Field> good = scan(96, 81, 4, "full");
    Field images = CentredFft.inverse(good.get("data"));
    Map<String, Field> kspace = with(good, "data", roll(good.get("data"), -48, -40));
    assertEquals(List.of(KSPACE), warnings(prepare(kspace)));
    assertEquals(List.of(), warnings(prepare(kspace, KSPACE, "corner")));
    Map<String, Field> image = with(good, "data", roll(fft2(images), 48, 40));
    image.remove("sensitivities");
    assertEquals(List.of(IMAGE), warnings(prepare(image)));
    assertEquals(List.of(), warnings(prepare(image, IMAGE, "corner")));
    // And set without need they are named, too.
    assertTrue(warnings(prepare(good, KSPACE, "corner")).contains(KSPACE));
    assertTrue(warnings(prepare(good, IMAGE, "corner")).contains(IMAGE));
  }

  @ParameterizedTest
  @CsvSource({
    "96, 80, 8, lines, 0, 20",
    "96, 80, 8, points, -15, 20",
    "97, 81, 1, full, 11, -9",
    "96, 81, 2, lines, 30, 0"
  })
  void arolledKspaceIsMovedBack(int ny, int nx, int coils, String mask, int down, int right) {
    Map<String, Field> good = scan(ny, nx, coils, mask);
    Measurement expected = prepare(good);
    Map<String, Field> bad = with(good, "data", roll(good.get("data"), down, right));
    bad.put("mask", roll(good.get("mask"), down, right));
    Measurement asIs = prepare(bad);
    assertTrue(warnings(asIs).contains(KSPACE), warnings(asIs)::toString);
    assertTrue(text(asIs, KSPACE).endsWith("set the option 'kspace-centre' to peak."));
    Measurement mended = prepare(bad, KSPACE, "peak");
    assertEquals(List.of(), warnings(mended));
    // What is left of a shift, a sample or two, is a phase.
    assertEquals(0, magnitudeError(mended.baseline(), expected.baseline()), 0.05);
    // And the sensitivities can be estimated again.
    bad.remove("sensitivities");
    assertEquals(List.of(), warnings(prepare(bad, KSPACE, "peak")));
  }

  /** Rolled first and sampled then, about a middle where there is little. */
  @ParameterizedTest
  @CsvSource({"lines", "points"})
  void samplingAroundAnotherMiddleIsNoticed(String mask) {
    Map<String, Field> full = scan(96, 80, 8, "full");
    Map<String, Field> sampled = scan(96, 80, 8, mask);
    SamplingPattern pattern = new SamplingPattern(sampled.get("mask"));
    Field data = pattern.scatter(pattern.gather(roll(full.get("data"), 0, 20)));
    assertTrue(warnings(prepare(with(sampled, "data", data))).contains(KSPACE));
    Field unshifted = pattern.scatter(pattern.gather(fft2(CentredFft.inverse(full.get("data")))));
    Measurement m = prepare(with(sampled, "data", unshifted));
    assertTrue(text(m, KSPACE).endsWith("to corner."), text(m, KSPACE));
  }

  /**
   * The strongest half percent of noise lie anywhere: the probability that 32 of them gather is
   * 1e-9 an axis. Masks gather them in the middle, where they belong.
   */
  @ParameterizedTest
  @CsvSource({"full", "lines", "points", "radial", "uniform"})
  void noiseAloneRaisesNoAlarm(String mask) {
    for (int seed = 0; seed < 20; seed++) {
      for (int coils : new int[] {1, 3}) {
        Map<String, Field> scan =
            TestScan.simulate(
                TestScan.head(48, 41, seed),
                seed,
                "coils",
                Integer.toString(coils),
                "mask",
                mask,
                "centre",
                "8",
                "snr",
                "-60");
        assertEquals(List.of(), TestScan.alarms(prepare(scan)), "seed " + seed);
      }
    }
  }

  @Test
  void withoutAPeakThereIsNothingToMoveTo() {
    Field noise = TestScan.normals(Space.complex(1, 48, 48), 1);
    TweedieException e =
        assertThrows(TweedieException.class, () -> prepare(Map.of("data", noise), KSPACE, "peak"));
    assertEquals(
        "the energy of k-space has no peak; set the option 'kspace-centre' to middle or corner.",
        e.getMessage());
  }

  /** A spike is not the centre, however strong. */
  @Test
  void aSpikeDoesNotMoveThePeak() {
    Map<String, Field> scan = scan(96, 80, 4, "lines");
    Field data = scan.get("data").copy();
    data.data()[2 * (10 * 80 + 40)] += 1e4f;
    Measurement m = prepare(with(scan, "data", data));
    assertFalse(warnings(m).contains(KSPACE), text(m, KSPACE));
    assertTrue(warnings(m).contains("spike"));
  }

  /** Images of a few pixels, one row, one column: nothing to say, and nothing breaks. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 40", "40, 1", "3, 5", "15, 15", "2, 200"})
  void smallGridsAreTakenAsTheyAre(int ny, int nx) {
    Field data = TestScan.normals(Space.complex(1, ny, nx), 4);
    for (String centre : List.of("middle", "corner")) {
      Measurement m = prepare(Map.of("data", data), "noise", "1", KSPACE, centre, IMAGE, centre);
      assertFalse(warnings(m).contains(KSPACE), text(m, KSPACE));
      assertEquals(data.norm(), m.likelihood().data().norm(), 1e-4 * data.norm());
    }
  }
}
