package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.operators.mri.TestScan.only;
import static org.tweedie.operators.mri.TestScan.prepare;
import static org.tweedie.operators.mri.TestScan.text;
import static org.tweedie.operators.mri.TestScan.with;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Measurement;

/** Arrays as users store them are brought to one order, or refused with what to do. */
class ArrayOrderTest {
  private static final int NY = 40;
  private static final int NX = 32;
  private static final int COILS = 4;

  private static Map<String, Field> scan;
  private static Measurement expected;

  @BeforeAll
  static void simulate() {
    scan =
        only(
            TestScan.simulate(
                TestScan.head(NY, NX, 1), 1, "coils", "4", "acceleration", "2", "centre", "10"),
            "data",
            "mask",
            "sensitivities");
    expected = prepare(scan);
  }

  private static void same(Measurement m) {
    assertArrayEquals(expected.likelihood().data().data(), m.likelihood().data().data());
    assertArrayEquals(expected.baseline().data(), m.baseline().data());
  }

  private static Field data() {
    return scan.get("data");
  }

  private static Field maps() {
    return scan.get("sensitivities");
  }

  private static void refuses(String message, Map<String, Field> inputs, String... options) {
    TweedieException e = assertThrows(TweedieException.class, () -> prepare(inputs, options));
    assertEquals(message, e.getMessage());
  }

  /** Real and imaginary part along a new axis, as {@code np.stack} makes it. */
  private static Field parts(Field x, boolean last) {
    int n = x.space().size();
    int[] shape = x.space().shape();
    Field planes = Field.zeros(Space.real(2, n));
    for (int i = 0; i < n; i++) {
      planes.data()[i] = x.data()[2 * i];
      planes.data()[n + i] = x.data()[2 * i + 1];
    }
    int[] all = new int[shape.length + 1];
    System.arraycopy(shape, 0, all, last ? 0 : 1, shape.length);
    all[last ? shape.length : 0] = 2;
    return last
        ? Field.wrap(Space.real(all), x.data().clone())
        : Field.wrap(Space.real(all), planes.data());
  }

  private static Field coilsLast(Field x) {
    int coils = x.space().dim(0);
    int n = x.space().size() / coils;
    int[] shape = x.space().shape();
    int[] moved = Arrays.copyOfRange(shape, 1, shape.length + 1);
    moved[shape.length - 1] = coils;
    Field out = Field.zeros(Space.complex(moved));
    for (int c = 0; c < coils; c++) {
      for (int i = 0; i < n; i++) {
        out.data()[2 * (i * coils + c)] = x.data()[2 * (c * n + i)];
        out.data()[2 * (i * coils + c) + 1] = x.data()[2 * (c * n + i) + 1];
      }
    }
    return out;
  }

  /** The field, then others of the same size, under a new first axis. */
  private static Field stacked(Field... x) {
    int[] shape = new int[x[0].space().rank() + 1];
    shape[0] = x.length;
    System.arraycopy(x[0].space().shape(), 0, shape, 1, shape.length - 1);
    Field out = Field.zeros(Space.of(x[0].space().scalar(), shape));
    for (int i = 0; i < x.length; i++) {
      System.arraycopy(x[i].data(), 0, out.data(), i * x[i].data().length, x[i].data().length);
    }
    return out;
  }

  @Test
  void realAndImaginaryPartAreJoinedWhenTheirAxisIsNamed() {
    same(prepare(with(scan, "data", parts(data(), true)), "complex-axis", "last"));
    same(prepare(with(scan, "data", parts(data(), false)), "complex-axis", "first"));
    same(prepare(with(scan, "sensitivities", parts(maps(), true)), "complex-axis", "last"));
    Field one = ArrayAxes.block(data(), 2, 0);
    assertArrayEquals(
        prepare(Map.of("data", one)).baseline().data(),
        prepare(Map.of("data", parts(one, false)), "complex-axis", "first").baseline().data());
    Field noise = TestScan.normals(Space.complex(COILS, 500), 3).scale(0.01);
    assertArrayEquals(
        prepare(with(scan, "noise-scan", noise)).likelihood().data().data(),
        prepare(with(scan, "noise-scan", parts(noise, true)), "complex-axis", "last")
            .likelihood()
            .data()
            .data());
  }

  @Test
  void realNumbersAreRefusedWithTheRemedy() {
    refuses(
        "the k-space is real 2 x 40 x 32, and real numbers have no phase, unless an axis of 2 holds"
            + " real and imaginary part; set the option 'complex-axis' to first if it does.",
        Map.of("data", parts(ArrayAxes.block(data(), 2, 0), false)));
    refuses(
        "the k-space is real 4 x 40 x 32 x 2, and real numbers have no phase, unless an axis of 2"
            + " holds real and imaginary part; set the option 'complex-axis' to last if it does.",
        Map.of("data", parts(data(), true)));
    String none =
        ", and real numbers have no phase; give complex numbers, or real and imaginary part as a"
            + " last axis of 2 and the option 'complex-axis' = last.";
    Field real = Field.zeros(Space.real(COILS, NY, NX)).fill(1);
    refuses("the k-space is real 4 x 40 x 32" + none, Map.of("data", real));
    refuses(
        "the array of sensitivities is real 4 x 40 x 32" + none, with(scan, "sensitivities", real));
    refuses("the noise scan is real 4 x 40 x 32" + none, with(scan, "noise-scan", real));
    refuses(
        "the k-space is real 4 x 40 x 32, whose last axis is not real and imaginary part; give an"
            + " axis of extent 2 there, or complex numbers.",
        Map.of("data", real),
        "complex-axis",
        "last");
  }

  /** A real noise scan stored as complex numbers would give σ too low by √2. */
  @Test
  void noiseWithoutAnImaginaryPartIsRefused() {
    Field noise = TestScan.normals(Space.complex(COILS, 500), 3);
    for (int i = 1; i < noise.data().length; i += 2) {
      noise.data()[i] = 0;
    }
    refuses(
        "every imaginary part of the noise scan is 0, but noise has two parts; give the complex"
            + " samples of the noise scan.",
        with(scan, "noise-scan", noise));
  }

  /** With one coil every sample of a noise scan is that coil's. */
  @Test
  void theNoiseScanOfOneCoilMayHaveAnyShape() {
    Field one = ArrayAxes.block(data(), 2, 0);
    Field noise = TestScan.normals(Space.complex(600), 3).scale(0.01);
    Field expectedData =
        prepare(Map.of("data", one, "noise-scan", ArrayAxes.shaped(noise, 1, 600)))
            .likelihood()
            .data();
    for (int[] shape : List.of(new int[] {600}, new int[] {20, 30}, new int[] {600, 1})) {
      Measurement m = prepare(Map.of("data", one, "noise-scan", ArrayAxes.shaped(noise, shape)));
      assertArrayEquals(expectedData.data(), m.likelihood().data().data());
    }
  }

  @Test
  void coilsLastAreAskedForAndMoved() {
    Map<String, Field> moved = with(scan, "data", coilsLast(data()));
    refuses(
        "the k-space is complex 40 x 32 x 4, which may be 40 coils of 32 x 4 or 4 coils of 40 x 32; set the"
            + " option 'coil-axis' to last if the axis of 4 is the coils', to first if that of 40"
            + " is.",
        moved);
    same(prepare(moved, "coil-axis", "last"));
    // Sensitivities and noise scan say by their shape where their coils are.
    Map<String, Field> both = with(scan, "sensitivities", coilsLast(maps()));
    same(prepare(both));
    assertEquals(
        "The coils of the sensitivities are their last axis.", text(prepare(both), "coil-axis"));
    same(prepare(with(moved, "sensitivities", coilsLast(maps())), "coil-axis", "last"));
    Field noise = TestScan.normals(Space.complex(COILS, 500), 3).scale(0.01);
    assertArrayEquals(
        prepare(with(scan, "noise-scan", noise)).baseline().data(),
        prepare(with(scan, "noise-scan", coilsLast(noise))).baseline().data());
    Field single = ArrayAxes.block(data(), 2, 0);
    refuses(
        "the k-space is complex 40 x 32 x 1, which may be 40 coils of 32 x 1 or 1 coil of 40 x 32; set the"
            + " option 'coil-axis' to last if the axis of 1 is the coils', to first if that of 40"
            + " is.",
        Map.of("data", ArrayAxes.shaped(single, NY, NX, 1)));
  }

  /** More coils than columns are no reason to ask: frequencies are not shared evenly. */
  @Test
  void manyCoilsFirstAreNotAskedFor() {
    Map<String, Field> many =
        TestScan.simulate(
            TestScan.head(32, 24, 2), 2, "coils", "30", "mask", "full", "sigma", "0.02");
    Measurement m = prepare(only(many, "data", "sensitivities"));
    assertEquals(30, m.likelihood().data().space().dim(0));
    // Noise alone has no axis that differs; it is taken as documented.
    Field noise = TestScan.normals(Space.complex(30, 32, 24), 2);
    assertEquals(
        30,
        prepare(Map.of("data", noise, "sensitivities", many.get("sensitivities")))
            .likelihood()
            .data()
            .space()
            .dim(0));
  }

  @Test
  void axesOfOneCountNothing() {
    for (int[] shape :
        List.of(
            new int[] {1, COILS, NY, NX},
            new int[] {COILS, 1, NY, NX},
            new int[] {COILS, NY, NX, 1},
            new int[] {1, COILS, 1, NY, NX})) {
      same(
          prepare(
              Map.of(
                  "data",
                  ArrayAxes.shaped(data(), shape),
                  "mask",
                  ArrayAxes.shaped(scan.get("mask"), 1, NY, NX),
                  "sensitivities",
                  ArrayAxes.shaped(maps(), shape))));
    }
    // [1, 1, ny, nx] is one coil.
    Field one = ArrayAxes.block(data(), 2, 0);
    assertEquals(
        1,
        prepare(Map.of("data", ArrayAxes.shaped(one, 1, 1, NY, NX)))
            .likelihood()
            .data()
            .space()
            .dim(0));
  }

  @Test
  void oneOfSeveralSlicesIsTakenByName() {
    Field other = data().copy().scale(2);
    Map<String, Field> slices = with(scan, "data", stacked(other, data(), other));
    refuses(
        "the k-space is complex 3 x 4 x 40 x 32: 3 slices or frames of complex 4 x 40 x 32; set the"
            + " option 'slice' to one of 0 … 2.",
        slices);
    Measurement m = prepare(slices, "slice", "1");
    same(m);
    assertEquals("Slice 1 of 0 … 2 is reconstructed (option 'slice').", text(m, "slice"));
    // What has as many slices is cut in the same way.
    Field none = Field.zeros(scan.get("mask").space()).fill(1);
    Field wrong = TestScan.normals(maps().space(), 5);
    same(
        prepare(
            Map.of(
                "data",
                stacked(other, data(), other),
                "mask",
                stacked(none, scan.get("mask"), none),
                "sensitivities",
                stacked(wrong, maps(), wrong)),
            "slice",
            "1"));
    refuses(
        "the option 'slice' is 3, but the k-space, complex 3 x 4 x 40 x 32, has 3 slices; name one"
            + " of 0 … 2.",
        slices,
        "slice",
        "3");
    refuses(
        "the option 'slice' is 1, but the k-space, complex 4 x 40 x 32, has one slice; leave it"
            + " out.",
        scan,
        "slice",
        "1");
    same(prepare(scan, "slice", "0"));
  }

  /** BART's ecalib writes two sets of maps. */
  @Test
  void theFirstSetOfMapsIsTakenAndSaid() {
    Field second = TestScan.normals(maps().space(), 5);
    Measurement m = prepare(with(scan, "sensitivities", stacked(maps(), second)));
    same(m);
    assertEquals(
        "The sensitivities hold 2 sets of maps: the first one is used.", text(m, "sets-of-maps"));
  }

  @Test
  void aMaskOfLinesIsSpread() {
    float[] m = scan.get("mask").data();
    Field columns = Field.wrap(Space.real(NX), Arrays.copyOf(m, NX));
    Measurement spread = prepare(with(scan, "mask", columns));
    same(spread);
    assertEquals(
        "The mask's 32 values tell which columns were acquired (axis nx).", text(spread, "mask"));
    same(prepare(with(scan, "mask", ArrayAxes.shaped(columns, 1, NX))));
    same(prepare(with(scan, "mask", ArrayAxes.shaped(columns, 1, 1, NX, 1))));
    Field rows = Field.zeros(Space.real(NY)).fill(1);
    rows.data()[3] = 0;
    Measurement byRow = prepare(with(scan, "mask", rows), "noise", "0.01");
    assertEquals(
        "The mask's 40 values tell which rows were acquired (axis ny).", text(byRow, "mask"));
    assertEquals(COILS * 39 * NX, byRow.likelihood().data().space().size());
  }

  /** On a square grid the data tell which way the lines run; a mask with two axes says it. */
  @Test
  void aMaskOfLinesOnASquareFollowsTheData() {
    Map<String, Field> square =
        TestScan.simulate(
            TestScan.head(32, 32, 1), 1, "coils", "1", "acceleration", "2", "centre", "8");
    Field columns = Field.wrap(Space.real(32), Arrays.copyOf(square.get("mask").data(), 32));
    int lines = (int) Math.round(columns.normSquared());
    Field byColumn = square.get("data");
    Field byRow = Field.zeros(byColumn.space());
    for (int i = 0; i < 32 * 32; i++) {
      byRow.data()[2 * i] = byColumn.data()[2 * (i % 32 * 32 + i / 32)];
      byRow.data()[2 * i + 1] = byColumn.data()[2 * (i % 32 * 32 + i / 32) + 1];
    }
    assertTrue(
        text(prepare(Map.of("data", byColumn, "mask", columns)), "mask").contains("columns"));
    assertTrue(text(prepare(Map.of("data", byRow, "mask", columns)), "mask").contains("rows"));
    Measurement told = prepare(Map.of("data", byRow, "mask", ArrayAxes.shaped(columns, 32, 1)));
    assertTrue(text(told, "mask").contains("rows"));
    assertEquals(32 * lines, told.likelihood().data().space().size());
  }

  @Test
  void aMaskForEachCoilIsOneMaskIfAllAgree() {
    Field mask = scan.get("mask");
    same(prepare(with(scan, "mask", stacked(mask, mask, mask, mask))));
    Field other = Field.zeros(mask.space()).fill(1);
    refuses(
        "the mask is real 4 x 40 x 32, expected real 40 x 32 like the k-space; give the mask that"
            + " belongs to these data.",
        with(scan, "mask", stacked(mask, mask, other, mask)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refuses(
        "the k-space is 0 everywhere; check which array the file holds.",
        Map.of("data", Field.zeros(data().space())));
    refuses(
        "the largest number of the k-space is 3.00e+38, where single precision ends (1e-38, 3e38);"
            + " scale the data, and the noise scan with them.",
        Map.of("data", Field.zeros(data().space()).fill(3e38)));
    assertFalse(text(prepare(Map.of("data", data().copy().scale(1e30))), "scale").isEmpty());
  }
}
