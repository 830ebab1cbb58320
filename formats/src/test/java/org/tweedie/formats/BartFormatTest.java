package org.tweedie.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tweedie.formats.Reference.assertFails;
import static org.tweedie.formats.Reference.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/** Files that BART wrote, beside the same arrays written by NumPy. */
class BartFormatTest {
  @TempDir Path folder;

  @Test
  void measuredKspaceEqualsItsNumpyForm() {
    Field bart = FieldFiles.read(path("brain_crop.cfl"));
    Field numpy = FieldFiles.read(path("brain_crop.npy"));
    assertEquals(Space.complex(8, 6, 5), bart.space());
    assertEquals(numpy.space(), bart.space());
    assertArrayEquals(numpy.data(), bart.data());
  }

  @Test
  void everyNameOfThePairWorks() {
    Field cfl = FieldFiles.read(path("phantom.cfl"));
    assertEquals(Space.complex(3, 5, 5), cfl.space());
    assertArrayEquals(FieldFiles.read(path("phantom.npy")).data(), cfl.data());
    assertArrayEquals(cfl.data(), FieldFiles.read(path("phantom.hdr")).data());
    String stem = path("phantom.cfl").toString().replace(".cfl", "");
    assertArrayEquals(cfl.data(), FieldFiles.read(Path.of(stem)).data());
  }

  @Test
  void writesTheBytesOfBart() throws IOException {
    Path copy = folder.resolve("copy.cfl");
    FieldFiles.write(copy, FieldFiles.read(path("brain_crop.npy")));
    assertArrayEquals(Files.readAllBytes(path("brain_crop.cfl")), Files.readAllBytes(copy));
    assertEquals(
        Files.readString(path("brain_crop.hdr")).trim(),
        Files.readString(folder.resolve("copy.hdr")).trim());
  }

  @Test
  void everyRankComesBack() {
    for (int[] shape : new int[][] {{7}, {3, 4}, {2, 3, 4}, {5, 2, 3, 4}, {2, 5, 2, 3, 4}}) {
      Field field = Field.zeros(Space.complex(shape));
      for (int i = 0; i < field.data().length; i++) {
        field.data()[i] = i;
      }
      Path file = folder.resolve("rank" + shape.length + ".cfl");
      FieldFiles.write(file, field);
      Field back = FieldFiles.read(file);
      assertEquals(field.space(), back.space());
      assertArrayEquals(field.data(), back.data());
    }
  }

  @Test
  void realFieldsTravelAsComplexOnes() {
    Field mask = Field.wrap(Space.real(2, 2), new float[] {0, 1, 1, 0});
    Path file = folder.resolve("mask.cfl");
    FieldFiles.write(file, mask);
    FieldFile back = FieldFiles.open(file);
    assertEquals(Space.complex(2, 2), back.field().space());
    assertArrayEquals(mask.data(), back.as(Scalar.REAL).data());
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.open(path("brain_crop.cfl")).as(Scalar.REAL),
        "imaginary part");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path cfl = folder.resolve("k.cfl");
    Path hdr = folder.resolve("k.hdr");
    byte[] good = Files.readAllBytes(path("brain_crop.cfl"));
    Files.write(cfl, good);
    assertFails(ResourceException.class, () -> FieldFiles.read(cfl), "no file", "k.hdr");
    Files.copy(path("brain_crop.hdr"), hdr);
    Files.write(cfl, Arrays.copyOf(good, 1000));
    assertFails(
        InvalidInputException.class, () -> FieldFiles.read(cfl), "needs 1920 bytes, found 1000");
    Files.write(cfl, Arrays.copyOf(good, 2000));
    assertFails(InvalidInputException.class, () -> FieldFiles.read(cfl), "2000", "need 1920");
    Files.writeString(hdr, "# Dimensions\n1 6 five 8\n");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(cfl), "1 6 five 8");
    Files.writeString(hdr, "hello");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(cfl), "# Dimensions");
    Files.writeString(hdr, "# Dimensions\n1 0 5\n");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(cfl), "k.cfl", "below 1");
    Files.writeString(hdr, "# Dimensions\n1000000 1000000 1000000 1000000\n");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(cfl), "k.cfl", "more elements");
  }

  @Test
  void aFieldIsMadeOfItsOwnNumberOfSpacings() {
    assertFails(
        InvalidInputException.class,
        () -> FieldFile.of(Field.zeros(Space.real(2, 2)), 1.0),
        "millimetres per dimension");
    assertFails(
        ShapeMismatchException.class,
        () -> Field.wrap(Space.real(2), new float[3]),
        "expected"); // the api's own check, which the readers rely on
  }
}
