package org.tweedie.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.formats.Reference.assertFails;
import static org.tweedie.formats.Reference.assertReal;
import static org.tweedie.formats.Reference.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Files laid out byte by byte from the standard; their voxel (x, y, z) is 6 x + 2 y + z. */
class NiftiFormatTest {
  private static final int NX = 4;
  private static final int NY = 3;
  private static final int NZ = 2;

  @TempDir Path folder;

  /** Voxel value of element i of the field [z, y, x]. */
  private static double voxel(int i) {
    return 6 * (i % NX) + 2 * (i / NX % NY) + i / (NX * NY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"uint8", "float32_be", "float64_gap", "uint16_metres"})
  void readsTypesOrdersAndGaps(String name) {
    assertReal(FieldFiles.read(path(name + ".nii")), NiftiFormatTest::voxel, NZ, NY, NX);
  }

  @Test
  void appliesTheScaling() {
    assertReal(FieldFiles.read(path("int16_scaled.nii")), i -> 0.5 * voxel(i) - 1, NZ, NY, NX);
  }

  @Test
  void readsComplex() {
    Field f = FieldFiles.read(path("complex64.nii"));
    assertEquals(Space.complex(NZ, NY, NX), f.space());
    for (int i = 0; i < f.space().size(); i++) {
      assertEquals(voxel(i), f.data()[2 * i]);
      assertEquals(0 - 0.5 * voxel(i), f.data()[2 * i + 1]);
    }
  }

  @Test
  void readsOneSliceWithItsSpacing() {
    FieldFile slice = FieldFiles.open(path("slice.nii"));
    assertEquals(Space.real(NY, NX), slice.field().space());
    assertArrayEquals(new double[] {2, 1}, slice.spacing().orElseThrow());
    double[] metres = FieldFiles.open(path("uint16_metres.nii")).spacing().orElseThrow();
    assertArrayEquals(new double[] {3, 2, 1}, metres, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.nii", "a.nii.gz", "A.NII.GZ"})
  void comesBack(String name) {
    for (Space space :
        new Space[] {
          Space.real(5, 7), Space.complex(3, 5, 7), Space.real(4), Space.complex(2, 3, 4, 5)
        }) {
      Field field = Field.zeros(space);
      for (int i = 0; i < field.data().length; i++) {
        field.data()[i] = i - 3.25f;
      }
      FieldFiles.write(folder.resolve(name), field);
      FieldFile back = FieldFiles.open(folder.resolve(name));
      assertEquals(space, back.field().space());
      assertArrayEquals(field.data(), back.field().data());
      assertTrue(back.spacing().isEmpty(), "unknown spacing stays unknown");
    }
    FieldFiles.write(folder.resolve(name), FieldFile.of(Field.zeros(Space.real(5, 7)), 1.75, 0.5));
    assertArrayEquals(
        new double[] {1.75, 0.5}, FieldFiles.open(folder.resolve(name)).spacing().orElseThrow());
  }

  @Test
  void theBytesAreThoseOfTheStandard() throws IOException {
    // float32_be.nii differs in byte order and label only, so its voxels, swapped, must be ours.
    Path file = folder.resolve("a.nii");
    FieldFiles.write(file, FieldFile.of(FieldFiles.read(path("float32_be.nii")), 3, 2, 1));
    byte[] ours = Files.readAllBytes(file);
    byte[] theirs = Files.readAllBytes(path("float32_be.nii"));
    assertEquals(theirs.length, ours.length);
    for (int i = 352; i < ours.length; i++) {
      assertEquals(theirs[i / 4 * 4 + 3 - i % 4], ours[i], "byte " + i);
    }
    assertEquals(3, ours[40]); // dim[0]
    assertArrayEquals(new byte[] {4, 0, 3, 0, 2, 0}, Arrays.copyOfRange(ours, 42, 48));
    assertEquals(16, ours[70]); // float32
    assertEquals(2, ours[123]); // millimetres
    assertEquals(0, ours[252] + ours[254]); // no known orientation
  }

  @Test
  void compressedFilesAreCompressedAndReproducible() throws IOException {
    Path a = folder.resolve("a.nii.gz");
    Path b = folder.resolve("b.nii.gz");
    Field field = FieldFiles.read(path("slice.nii"));
    FieldFiles.write(a, field);
    FieldFiles.write(b, field);
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
    try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(a))) {
      assertEquals(352 + 4 * 12, in.readAllBytes().length);
    }
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = folder.resolve("bad.nii");
    byte[] good = Files.readAllBytes(path("uint8.nii"));
    Files.write(file, Arrays.copyOf(good, good.length - 4));
    assertFails(
        InvalidInputException.class, () -> FieldFiles.read(file), "needs 24 bytes, found 20");
    Files.write(file, Arrays.copyOf(good, 100));
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "348", "found 100");
    Files.write(file, new byte[400]);
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "not a NIfTI-1 file");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(path("rgb24.nii")), "128");
    Path zipped = folder.resolve("bad.nii.gz");
    FieldFiles.write(zipped, Field.zeros(Space.real(40, 40)));
    byte[] gz = Files.readAllBytes(zipped);
    Files.write(zipped, Arrays.copyOf(gz, gz.length / 2));
    assertFails(InvalidInputException.class, () -> FieldFiles.read(zipped), "truncated");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.write(file, Field.zeros(Space.real(1, 40000))),
        "16 bits");
  }

  @Test
  void aStackIsTheImageOfAllItsFieldsTogether() throws IOException {
    Field whole = Field.zeros(Space.complex(3, 4, 5));
    for (int i = 0; i < whole.data().length; i++) {
      whole.data()[i] = i;
    }
    Space each = Space.complex(4, 5);
    int part = each.components();
    List<Field> parts = new ArrayList<>();
    for (int k = 0; k < 3; k++) {
      parts.add(Field.wrap(each, Arrays.copyOfRange(whole.data(), k * part, (k + 1) * part)));
    }
    for (String suffix : new String[] {".nii", ".nii.gz"}) {
      Path together = folder.resolve("together" + suffix);
      Path stack = folder.resolve("stack" + suffix);
      FieldFiles.write(together, whole);
      NiftiFormat.writeStack(stack, each, 3, parts);
      assertArrayEquals(Files.readAllBytes(together), Files.readAllBytes(stack), suffix);
    }
    assertFails(
        InvalidInputException.class,
        () -> NiftiFormat.writeStack(folder.resolve("x.nii"), each, 40_000, parts),
        "40000",
        ".npy");
  }
}
