package org.tweedie.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.formats.Reference.assertComplexRamp;
import static org.tweedie.formats.Reference.assertFails;
import static org.tweedie.formats.Reference.assertReal;
import static org.tweedie.formats.Reference.path;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/** Files that NumPy wrote, and files that it could have written. */
class NumpyFormatTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ramp_le_i1", "ramp_le_u1", "ramp_le_i2", "ramp_be_i2", "ramp_le_u2", "ramp_be_u2",
        "ramp_le_i4", "ramp_be_i4", "ramp_le_u4", "ramp_le_i8", "ramp_be_i8", "ramp_le_u8",
        "ramp_le_f2", "ramp_be_f2", "ramp_le_f4", "ramp_be_f4", "ramp_le_f8", "ramp_be_f8",
        "fortran_f4", "version_2", "version_3"
      })
  void readsEveryRealType(String name) {
    assertReal(FieldFiles.read(path(name + ".npy")), i -> i, 2, 3, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ramp_le_c8", "ramp_be_c8", "ramp_le_c16", "ramp_be_c16", "fortran_c8"})
  void readsEveryComplexType(String name) {
    assertComplexRamp(FieldFiles.read(path(name + ".npy")), 2, 3, 4);
  }

  @Test
  void readsBooleansScalarsAndVectors() {
    assertReal(FieldFiles.read(path("ramp_le_b1.npy")), i -> i == 0 ? 0 : 1, 2, 3, 4);
    assertReal(FieldFiles.read(path("scalar.npy")), i -> 2.5);
    assertReal(FieldFiles.read(path("vector.npy")), i -> new double[] {1, -2, 3}[i], 3);
  }

  @Test
  void readsTheEndsOfTheRanges() {
    double[] i2 = {-32768, -1, 0, 32767};
    assertReal(FieldFiles.read(path("negative_i2.npy")), i -> i2[i], 4);
    double[] u8 = {0x1p63, 0x1p64, 7};
    assertReal(FieldFiles.read(path("large_u8.npy")), i -> u8[i], 3);
    // NaN and infinity pass: the numbers are the caller's business
    float inf = Float.POSITIVE_INFINITY;
    assertArrayEquals(
        new float[] {0x1p-24f, 65504, -0f, inf, -inf, Float.NaN, 0.0999755859375f},
        FieldFiles.read(path("special_f2.npy")).data());
  }

  @Test
  void unsignedIntegersStayNumbersUnlessAskedForAnImage() {
    FieldFile u2 = FieldFiles.open(path("ramp_le_u2.npy"));
    assertEquals(65535, u2.fullScale().getAsDouble());
    assertReal(u2.field(), i -> i, 2, 3, 4);
    assertReal(u2.image(), i -> i * (float) (1 / 65535.0), 2, 3, 4);
    assertReal(FieldFiles.readImage(path("ramp_le_u1.npy")), i -> i * (float) (1 / 255.0), 2, 3, 4);
    assertReal(FieldFiles.readImage(path("ramp_le_i2.npy")), i -> i, 2, 3, 4);
  }

  @Test
  void readsArchives() {
    assertReal(FieldFiles.read(path("one.npz")), i -> i, 2, 3, 4);
    Path two = path("two.npz");
    assertComplexRamp(FieldFiles.read(Path.of(two + ":kspace")), 2, 3, 4);
    assertReal(FieldFiles.read(Path.of(two + ":mask")), i -> i % 2, 2, 3, 4);
    assertFails(
        InvalidInputException.class, () -> FieldFiles.read(two), "2 arrays", "kspace", "mask");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.read(Path.of(two + ":ksp")),
        "no array 'ksp'",
        "kspace");
  }

  @Test
  void writesWhatNumpyWrites() throws IOException {
    // NumPy pads its header to 64 bytes as this code does, so the files are equal to the byte.
    for (String name : new String[] {"ramp_le_f4", "ramp_le_c8", "vector", "brain_crop"}) {
      Path copy = folder.resolve(name + ".npy");
      FieldFiles.write(copy, FieldFiles.read(path(name + ".npy")));
      assertArrayEquals(Files.readAllBytes(path(name + ".npy")), Files.readAllBytes(copy), name);
    }
  }

  @Test
  void archivesComeBackAndAreReproducible() throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("samples", FieldFiles.read(path("ramp_le_f4.npy")));
    fields.put("kspace", FieldFiles.read(path("ramp_le_c8.npy")));
    Path file = folder.resolve("a.npz");
    NumpyArchiveFormat.write(file, fields);
    assertReal(FieldFiles.read(Path.of(file + ":samples")), i -> i, 2, 3, 4);
    assertComplexRamp(FieldFiles.read(Path.of(file + ":kspace")), 2, 3, 4);
    Path again = folder.resolve("b.npz");
    NumpyArchiveFormat.write(again, fields);
    assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
    FieldFiles.write(folder.resolve("c.npz"), fields.get("samples"));
    assertReal(FieldFiles.read(folder.resolve("c.npz")), i -> i, 2, 3, 4);
  }

  @Test
  void sizesBeyondOneChunkComeBack() {
    Field big = Field.zeros(Space.complex(3, 50, 1111));
    for (int i = 0; i < big.data().length; i++) {
      big.data()[i] = i;
    }
    Path file = folder.resolve("big.npy");
    FieldFiles.write(file, big);
    assertArrayEquals(big.data(), FieldFiles.read(file).data());
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    byte[] good = Files.readAllBytes(path("ramp_le_f4.npy"));
    Path file = folder.resolve("bad.npy");
    Files.write(file, Arrays.copyOf(good, good.length - 5));
    assertFails(
        InvalidInputException.class, () -> FieldFiles.read(file), "needs 96 bytes, found 91");
    Files.write(file, Arrays.copyOf(good, 40));
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "within its header");
    Files.write(file, new byte[0]);
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "not a NumPy array");
    assertFails(
        InvalidInputException.class, () -> FieldFiles.read(path("text.npy")), "<U1", "float32");
    assertFails(
        ResourceException.class, () -> FieldFiles.read(folder.resolve("none.npy")), "no file");
    assertFails(ResourceException.class, () -> FieldFiles.read(folder), "is a folder");
    Files.writeString(folder.resolve("x.npz"), "not a zip");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(folder.resolve("x.npz")), "zip");
  }

  @Test
  void aStackIsWhatNumpyWritesOfAllItsFieldsTogether() throws IOException {
    for (String name : new String[] {"ramp_le_f4", "ramp_le_c8"}) { // [2, 3, 4]
      Field whole = FieldFiles.read(path(name + ".npy"));
      Space each = Space.of(whole.space().scalar(), 3, 4);
      int half = each.components();
      List<Field> parts =
          List.of(
              Field.wrap(each, Arrays.copyOfRange(whole.data(), 0, half)),
              Field.wrap(each, Arrays.copyOfRange(whole.data(), half, 2 * half)));
      Path stack = folder.resolve(name + ".npy");
      NumpyFormat.writeStack(stack, each, 2, parts);
      assertArrayEquals(Files.readAllBytes(path(name + ".npy")), Files.readAllBytes(stack), name);
    }
  }

  @Test
  void aStackMayHaveMoreNumbersThanAField() {
    // numpy.lib.format.write_array_header_1_0 of such a shape; 128 bytes with its padding
    String header =
        new String(NumpyFormat.header(Scalar.COMPLEX, 3_000_000_000L, 230, 180), ISO_8859_1);
    assertTrue(header.startsWith("\u0093NUMPY\u0001\u0000\u0076\u0000"), header);
    assertEquals(128, header.length());
    assertEquals(
        "{'descr': '<c8', 'fortran_order': False, 'shape': (3000000000, 230, 180), }",
        header.substring(10).strip());
  }

  @Test
  void aFieldOfAStackIsAskedForWhenTheOneBeforeIsWritten() throws IOException {
    Space each = Space.complex(50, 40);
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    List<Integer> before = new ArrayList<>();
    Iterable<Field> fields =
        () ->
            Stream.generate(
                    () -> {
                      before.add(written.size());
                      return Field.zeros(each);
                    })
                .limit(3)
                .iterator();
    ElementReader.write(written, each, 3, fields);
    assertEquals(List.of(0, 16_000, 32_000), before); // 8 bytes for each of 2000 elements
  }

  @Test
  void aStackThatDoesNotComeOutLeavesTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("old.npy"), "old");
    Space each = Space.real(2);
    Field f = Field.zeros(each);
    assertThrows(
        IllegalArgumentException.class, () -> NumpyFormat.writeStack(file, each, 3, List.of(f, f)));
    assertFails(
        ShapeMismatchException.class,
        () -> NumpyFormat.writeStack(file, each, 2, List.of(f, Field.zeros(Space.real(3)))),
        "field 1 of the stack");
    assertEquals("old", Files.readString(file));
    assertArrayEquals(new String[] {"old.npy"}, folder.toFile().list());
  }

  @Test
  void aHeaderThatClaimsTooMuchIsRefusedBeforeThereIsAnArray() throws IOException {
    Path file = folder.resolve("claims.npy");
    // 12.8 GB in a file of 128 bytes: the array must not be made to find that out
    Files.write(file, NumpyFormat.header(Scalar.COMPLEX, 40_000, 20_000));
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.read(file),
        "needs 6400000000 bytes, found 0");
    Files.write(file, NumpyFormat.header(Scalar.REAL, 3_000_000_000L));
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.read(file),
        "(3000000000,)",
        "more elements than an array can hold");
    assertFails(
        ResourceException.class,
        () -> ElementReader.requireMemory("x.npy", Space.real(40_000, 20_000), 2_000_000_000L),
        "x.npy",
        "3.2 GB",
        "2.0 GB");
  }
}
