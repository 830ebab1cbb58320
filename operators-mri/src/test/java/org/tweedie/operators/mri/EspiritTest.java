package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;

class EspiritTest {
  private static final int COILS = 8;
  private static final int SIZE = 64;

  /**
   * The reference comes from BART's ecalib, see espirit_reference.py. BART works in float32 and
   * stops its eigenvector iteration after 30 rounds, hence 1e-3 and not rounding.
   */
  @Test
  void itAgreesWithBart() throws IOException {
    Field block = Field.zeros(Space.complex(COILS, 24, 24));
    Field maps = Field.zeros(Space.complex(COILS, 16, 16));
    Field eigenvalues = Field.zeros(Space.real(16, 16));
    Field gaps = Field.zeros(Space.real(16, 16));
    try (InputStream in = getClass().getResourceAsStream("espirit_reference.bin")) {
      ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      bytes
          .asFloatBuffer()
          .get(block.data())
          .get(maps.data())
          .get(eigenvalues.data())
          .get(gaps.data());
    }
    Field kspace = embed(block);
    Calibration calibration = new Calibration(20, 20, 24, 24);
    Espirit.Maps ours = new Espirit(6, 0.001, 0.8).estimate(calibration.cut(kspace), SIZE, SIZE);
    PhaseReference.VIRTUAL_COIL.apply(ours.maps(), kspace, calibration);

    List<Double> distance = new ArrayList<>();
    double worstPhase = 0;
    double worstEigenvalue = 0;
    double turnRe = 0;
    double turnIm = 0;
    for (int q = 0; q < 256; q++) {
      int p = 4 * (q / 16) * SIZE + 4 * (q % 16);
      if (gaps.data()[q] < 0.2) {
        continue;
      }
      worstEigenvalue =
          Math.max(worstEigenvalue, Math.abs(ours.eigenvalue()[p] - eigenvalues.data()[q]));
      boolean inside = magnitude(maps, q, 256) > 0;
      // Whether a pixel is cropped may differ only where the eigenvalue is at the limit.
      if (Math.abs(eigenvalues.data()[q] - 0.8) > 1e-3) {
        assertEquals(inside, magnitude(ours.maps(), p, SIZE * SIZE) > 0, "pixel " + q);
      }
      if (inside && magnitude(ours.maps(), p, SIZE * SIZE) > 0) {
        double[] inner = inner(maps, q, 256, ours.maps(), p, SIZE * SIZE);
        distance.add(1 - Math.hypot(inner[0], inner[1]));
        turnRe += inner[0];
        turnIm += inner[1];
      }
    }
    Collections.sort(distance);
    assertTrue(distance.size() > 170, distance.size() + " pixels compared");
    assertEquals(0, distance.get(distance.size() - 1), 1e-4, "largest 1 − |⟨ours, BART's⟩|");
    assertEquals(0, distance.get(distance.size() / 2), 1e-6, "median 1 − |⟨ours, BART's⟩|");
    assertEquals(0, worstEigenvalue, 1e-3, "eigenvalue");
    // One phase for all pixels is left free: a principal component has none of its own.
    double turn = Math.atan2(turnIm, turnRe);
    for (int q = 0; q < 256; q++) {
      int p = 4 * (q / 16) * SIZE + 4 * (q % 16);
      double[] inner = inner(maps, q, 256, ours.maps(), p, SIZE * SIZE);
      if (gaps.data()[q] >= 0.2 && Math.hypot(inner[0], inner[1]) > 0.5) {
        double off = Math.IEEEremainder(Math.atan2(inner[1], inner[0]) - turn, 2 * Math.PI);
        worstPhase = Math.max(worstPhase, Math.abs(off));
      }
    }
    assertEquals(0, worstPhase, 1e-2, "phase relative to the virtual coil, radians");
  }

  /** Noise-free data of smooth maps: ESPIRiT finds the maps themselves, up to phase. */
  @Test
  void itFindsTheMapsOfACoilRing() {
    Field truth = CoilRing.sensitivities(COILS, SIZE, SIZE);
    Field object = disc(SIZE, SIZE);
    Field kspace =
        new SenseOperator(new SamplingPattern(SamplingMasks.full(SIZE, SIZE)), truth, 1e-5, 1)
            .apply(object);
    kspace = Field.wrap(Space.complex(COILS, SIZE, SIZE), kspace.data());
    Calibration calibration = new Calibration(20, 20, 24, 24);
    Espirit.Maps ours = new Espirit(6, 0.001, 0.8).estimate(calibration.cut(kspace), SIZE, SIZE);
    PhaseReference.LOW_RESOLUTION.apply(ours.maps(), kspace, calibration);
    double sum = 0;
    int inside = 0;
    double imaginary = 0;
    for (int p = 0; p < SIZE * SIZE; p++) {
      if (object.data()[2 * p] > 0) {
        double[] inner = inner(truth, p, SIZE * SIZE, ours.maps(), p, SIZE * SIZE);
        sum += 1 - Math.hypot(inner[0], inner[1]);
        // The object is positive, so the low-resolution image's phase is the true maps' own.
        imaginary += Math.abs(Math.atan2(inner[1], inner[0]));
        inside++;
      }
    }
    assertEquals(0, sum / inside, 1e-3);
    assertEquals(0, imaginary / inside, 0.05);
    for (double power : Sensitivities.sumOfSquares(ours.maps())) {
      assertTrue(power == 0 || Math.abs(power - 1) < 1e-5);
    }
  }

  /**
   * From one patch to many, with fewer patches than points in one (the correlation of patches has a
   * null space) and with more. On a block of 12 x 12 or larger the maps are those of the coils;
   * smaller blocks give maps or one clear sentence.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 24, 24",
    "1, 7, 7",
    "2, 8, 8",
    "3, 6, 24",
    "4, 24, 7",
    "6, 8, 24",
    "6, 10, 10",
    "8, 6, 6",
    "8, 8, 10",
    "8, 12, 12",
    "8, 14, 24",
    "8, 18, 18",
    "12, 9, 24",
    "15, 12, 24",
    "15, 18, 18",
    "16, 8, 24",
    "16, 13, 24",
    "16, 24, 24",
    "24, 24, 24",
    "32, 8, 24",
    "32, 13, 24",
    "32, 24, 24",
    "64, 12, 24",
    "64, 24, 24",
    "128, 24, 24"
  })
  void anyNumberOfCoilsAndAnyBlock(int coils, int rows, int columns) {
    int ny = 48;
    int nx = 40;
    Field truth = CoilRing.sensitivities(coils, ny, nx);
    SenseOperator a =
        new SenseOperator(new SamplingPattern(SamplingMasks.full(ny, nx)), truth, 1e-5, 1);
    Field object = disc(ny, nx);
    for (double sigma : new double[] {0, 0.03}) {
      Field y = a.apply(object);
      Field noise = Field.zeros(y.space());
      y.axpy(sigma, new CounterNoise(coils).normals(0, 0, Purpose.of("noise"), noise));
      Field kspace = Field.wrap(truth.space(), y.data());
      Calibration block = new Calibration(ny / 2 - rows / 2, nx / 2 - columns / 2, rows, columns);
      Espirit.Maps ours;
      try {
        ours = new Espirit(6, 0.001, 0.8).estimate(block.cut(kspace), ny, nx);
      } catch (InvalidInputException e) {
        assertTrue(Math.min(rows, columns) < 12, e.getMessage());
        assertTrue(e.getMessage().startsWith("ESPIRiT finds no sensitivities: its eigenvalue"));
        continue;
      }
      double sum = 0;
      int inside = 0;
      for (int p = 0; p < ny * nx; p++) {
        if (object.data()[2 * p] > 0) {
          double[] inner = inner(truth, p, ny * nx, ours.maps(), p, ny * nx);
          sum += 1 - Math.hypot(inner[0], inner[1]);
          inside++;
        }
      }
      if (Math.min(rows, columns) >= 12) {
        assertEquals(0, sum / inside, sigma == 0 ? 5e-4 : 0.02, "noise " + sigma);
      }
      for (double power : Sensitivities.sumOfSquares(ours.maps())) {
        assertTrue(power == 0 || Math.abs(power - 1) < 1e-5);
      }
    }
  }

  /** Both Gram matrices: 49 patches of 72 points, and 225 patches of 72 points. */
  @ParameterizedTest
  @ValueSource(ints = {12, 20})
  void theSpaceOfThePatchesHasAnOrthonormalBasisAndHoldsThem(int side) {
    Field block = Field.zeros(Space.complex(2, side, side));
    new CounterNoise(2).normals(0, 0, Purpose.of("block"), block);
    PatchSpace space = new PatchSpace(block, 6, 0);
    int patches = (side - 5) * (side - 5);
    assertEquals(Math.min(patches, 72), space.rank());
    Field patch = Field.zeros(Space.complex(72));
    for (int e = 0; e < 72; e++) {
      int at = 2 * ((e % 2 * side + 2 + e / 12) * side + 1 + e / 2 % 6);
      patch.data()[2 * e] = block.data()[at];
      patch.data()[2 * e + 1] = block.data()[at + 1];
    }
    Field rest = patch.copy();
    for (int i = 0; i < space.rank(); i++) {
      Field u = vector(space, i);
      for (int j = 0; j <= i; j++) {
        double[] inner = inner(u, vector(space, j));
        assertEquals(i == j ? 1 : 0, inner[0], 1e-6);
        assertEquals(0, inner[1], 1e-6);
      }
      double[] c = inner(u, patch);
      for (int e = 0; e < 72; e++) {
        rest.data()[2 * e] -= (float) (c[0] * u.data()[2 * e] - c[1] * u.data()[2 * e + 1]);
        rest.data()[2 * e + 1] -= (float) (c[0] * u.data()[2 * e + 1] + c[1] * u.data()[2 * e]);
      }
    }
    assertEquals(0, rest.norm() / patch.norm(), 1e-5);
  }

  private static Field vector(PatchSpace space, int i) {
    Field u = Field.zeros(Space.complex(space.re(i).length));
    for (int e = 0; e < space.re(i).length; e++) {
      u.data()[2 * e] = (float) space.re(i)[e];
      u.data()[2 * e + 1] = (float) space.im(i)[e];
    }
    return u;
  }

  /** {@code u^H v}. */
  private static double[] inner(Field u, Field v) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < u.data().length; i += 2) {
      re += u.data()[i] * v.data()[i] + u.data()[i + 1] * v.data()[i + 1];
      im += u.data()[i] * v.data()[i + 1] - u.data()[i + 1] * v.data()[i];
    }
    return new double[] {re, im};
  }

  @Test
  void whatCannotBeEstimatedIsSaid() {
    Field zero = Field.zeros(Space.complex(4, 24, 24));
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> new Espirit(6, 0.001, 0.8).estimate(zero, 32, 32));
    assertTrue(e.getMessage().contains("holds only zeros"), e.getMessage());
    Field noise = new CounterNoise(2).normals(0, 0, Purpose.of("block"), zero);
    e =
        assertThrows(
            InvalidInputException.class, () -> new Espirit(6, 1, 0.8).estimate(noise, 32, 32));
    assertTrue(e.getMessage().contains("'espirit-crop'"), e.getMessage());
  }

  @Test
  void theCalibrationBlockIsFound() {
    CounterNoise noise = new CounterNoise(1);
    SamplingPattern lines = new SamplingPattern(SamplingMasks.lines(64, 64, 4, 10, noise));
    Calibration block = Calibration.find(lines, 24, 6);
    assertEquals(24, block.rows());
    assertTrue(block.columns() >= 10 && block.columns() < 20, block.toString());
    SamplingPattern points = new SamplingPattern(SamplingMasks.points(64, 50, 8, 12, noise));
    block = Calibration.find(points, 24, 6);
    assertTrue(block.rows() >= 12 && block.columns() >= 12 && block.rows() < 24);
    assertTrue(block.top() <= 32 - 6 && block.left() <= 25 - 6);
    assertThrows(InvalidOptionException.class, () -> Calibration.find(lines, 8, 8));
    SamplingPattern none = new SamplingPattern(SamplingMasks.uniform(64, 64, 4, 0));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> Calibration.find(none, 24, 6));
    assertEquals(
        "there is no calibration region: the fully sampled block in the middle of k-space has 24 x 1"
            + " points, and coil sensitivities need more than 6 x 6; give the sensitivities, or data"
            + " with a fully sampled centre.",
        e.getMessage());
  }

  private static Field embed(Field block) {
    Field kspace = Field.zeros(Space.complex(COILS, SIZE, SIZE));
    for (int c = 0; c < COILS; c++) {
      for (int i = 0; i < 24; i++) {
        System.arraycopy(
            block.data(),
            2 * 24 * (c * 24 + i),
            kspace.data(),
            2 * ((c * SIZE + 20 + i) * SIZE + 20),
            48);
      }
    }
    return kspace;
  }

  private static Field disc(int ny, int nx) {
    Field object = Field.zeros(Space.complex(ny, nx));
    for (int p = 0; p < ny * nx; p++) {
      double r = Math.hypot(p / nx - ny / 2, p % nx - nx / 2) / Math.min(ny, nx);
      object.data()[2 * p] = r < 0.41 ? (r < 0.22 ? 1 : 0.6f) : 0;
    }
    return object;
  }

  private static double magnitude(Field maps, int p, int pixels) {
    double[] self = inner(maps, p, pixels, maps, p, pixels);
    return self[0];
  }

  /** {@code Σ_c conj(a_c) b_c} at one pixel of each. */
  private static double[] inner(Field a, int p, int pixelsA, Field b, int q, int pixelsB) {
    double re = 0;
    double im = 0;
    for (int c = 0; c < a.space().dim(0); c++) {
      int i = 2 * (c * pixelsA + p);
      int j = 2 * (c * pixelsB + q);
      re += a.data()[i] * b.data()[j] + a.data()[i + 1] * b.data()[j + 1];
      im += a.data()[i] * b.data()[j + 1] - a.data()[i + 1] * b.data()[j];
    }
    return new double[] {re, im};
  }
}
