package org.tweedie.priors.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.TweedieException;

class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWrote() {
    float[] a = {1, -2.5f, 3e-5f, 0, 1e4f, -0.1f};
    Safetensors file =
        new Safetensors(
            Map.of("licence", "CC0", "tweedie.x", "{\"q\": \"ü\"}"),
            Map.of(
                "b.weight", new Safetensors.Tensor(new int[] {2, 3}, a),
                "a", new Safetensors.Tensor(new int[] {}, new float[] {7})));
    Path path = folder.resolve("x.safetensors");
    file.write(path, false);
    Safetensors back = Safetensors.read(Safetensors.file(path), "x");
    assertEquals(file.metadata(), back.metadata());
    assertArrayEquals(a, back.tensors().get("b.weight").data());
    assertArrayEquals(new int[] {2, 3}, back.tensors().get("b.weight").shape());
    assertArrayEquals(new float[] {7}, back.tensors().get("a").data());
    file.write(path, true);
    float[] half = Safetensors.read(Safetensors.file(path), "x").tensors().get("b.weight").data();
    // Half precision has 11 significant bits; below 2^-14 its spacing is 2^-24.
    for (int i = 0; i < a.length; i++) {
      assertEquals(a[i], half[i], Math.max(Math.abs(a[i]) * 0x1p-11, 0x1p-25));
    }
  }

  @ParameterizedTest
  @CsvSource({ // IEEE 754 binary16
    "0x3c00,1",
    "0xc000,-2",
    "0x7bff,65504",
    "0x0400,6.103515625e-5",
    "0x0001,5.9604644775390625e-8",
    "0x03ff,6.097555160522461e-5",
    "0x3555,0.333251953125",
    "0x0000,0",
    "0x7c00,Infinity"
  })
  void halfPrecision(String bits, float value) {
    short half = (short) (int) Integer.decode(bits);
    assertEquals(value, Safetensors.halfToFloat(half));
    assertEquals(half, Safetensors.floatToHalf(value));
  }

  @Test
  void roundsHalvesToNearestEven() {
    assertEquals(0x3c00, Safetensors.floatToHalf(1 + 0x1p-11f)); // a tie: down to even
    assertEquals(0x3c02, Safetensors.floatToHalf(1 + 3 * 0x1p-11f)); // a tie: up to even
    assertEquals(0x3c01, Safetensors.floatToHalf(1 + 0x1.01p-11f));
    assertEquals(0x0400, Safetensors.floatToHalf(0x1.fffp-15f)); // up into the normal numbers
    for (int h = 0; h < 0x7c00; h++) {
      assertEquals(h, Safetensors.floatToHalf(Safetensors.halfToFloat((short) h)));
    }
    assertTrue(Float.isNaN(Safetensors.halfToFloat(Safetensors.floatToHalf(Float.NaN))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 8, 100, 2000, -1})
  void truncatedIsOneSentence(int length) throws IOException {
    byte[] whole = Models.resource("twin-real.safetensors").open().readAllBytes();
    byte[] part = Arrays.copyOf(whole, length < 0 ? whole.length - 1 : length);
    TweedieException e =
        assertThrows(
            InvalidInputException.class,
            () -> Safetensors.read(() -> new ByteArrayInputStream(part), "m.safetensors"));
    assertTrue(e.getMessage().startsWith("the model file m.safetensors "), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json at all",
        "[1, 2]",
        "{\"a\": {\"dtype\": \"I64\", \"shape\": [1], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [3], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [-2], \"data_offsets\": [0, -8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [9000000, 9000000], \"data_offsets\": [0, 8]}}",
        "{\"a\": 3}",
        // Two tensors on the same bytes, a gap, and bytes left at the end
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + " \"b\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + " \"b\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [0, 4]}}",
        "{}",
        // More than one object, a name twice, and names that look alike
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}} {}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + " \"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}}",
        "{\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]},"
            + " \"\\u001ba\": {\"dtype\": \"F32\", \"shape\": [0], \"data_offsets\": [8, 8]}}"
      })
  void malformedIsRefused(String header) {
    assertThrows(InvalidInputException.class, () -> read(header));
  }

  /** A file with this header and eight bytes of data. */
  private static Safetensors read(String header) {
    byte[] head = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(8 + head.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(head.length)
            .put(head)
            .array();
    return Safetensors.read(() -> new ByteArrayInputStream(bytes), "m");
  }

  @Test
  void tensorsAndEmptyOnesThatCoverTheFileAreRead() {
    Safetensors file =
        read(
            "{\"b\": {\"dtype\": \"F32\", \"shape\": [1], \"data_offsets\": [4, 8]},"
                + " \"none\": {\"dtype\": \"F32\", \"shape\": [0], \"data_offsets\": [4, 4]},"
                + " \"a\": {\"dtype\": \"F16\", \"shape\": [2], \"data_offsets\": [0, 4]}}  ");
    assertEquals(Set.of("a", "b", "none"), file.tensors().keySet());
  }

  @Test
  void wordsOfAFileCannotSteerATerminal() {
    String tensor = "\"a\": {\"dtype\": \"F32\", \"shape\": [2], \"data_offsets\": [0, 8]}";
    Safetensors file =
        read(
            "{\"__metadata__\": {\"tweedie.licence\": \"\\u001b[31mfree\\r\\nof\\tcharge\\u0007\\u009b\\u202e"
                + "\\ud800\\u2028\", \"k\\u001b\": \"ü 図\"}, "
                + tensor
                + "}");
    assertEquals("[31mfree  of charge ", file.metadata().get("tweedie.licence"));
    assertEquals("ü 図", file.metadata().get("k"));
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () ->
                read(
                    "{\"\\u001b[2Jw\": {\"dtype\": \"\\u001b]0;x\", \"shape\": [2],"
                        + " \"data_offsets\": [0, 8]}}"));
    assertTrue(e.getMessage().contains("'[2Jw' as ']0;x'"), e.getMessage());
  }

  @Test
  void aFailedWriteLeavesWhatWasThere() throws IOException {
    Safetensors file = new Safetensors(Map.of("a", "b"), Map.of());
    Path taken = Files.createDirectories(folder.resolve("taken.safetensors"));
    Files.writeString(taken.resolve("keep"), "this");
    assertThrows(ResourceException.class, () -> file.write(taken, false));
    assertEquals("this", Files.readString(taken.resolve("keep")));
    Path whole = folder.resolve("whole.safetensors");
    file.write(whole, false);
    file.write(whole, false);
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(Set.of(taken, whole), left.collect(Collectors.toSet()));
    }
  }

  @Test
  void missingFileIsAResourceError() {
    Path missing = folder.resolve("none.safetensors");
    ResourceException e =
        assertThrows(
            ResourceException.class,
            () -> Safetensors.read(Safetensors.file(missing), missing.toString()));
    assertTrue(e.getMessage().contains("none.safetensors"));
    assertThrows(
        ResourceException.class,
        () -> new Safetensors(Map.of(), Map.of()).write(folder.resolve("no/where"), true));
  }
}
