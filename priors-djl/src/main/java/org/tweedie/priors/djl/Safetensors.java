package org.tweedie.priors.djl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;

/**
 * A file of named tensors with text metadata: eight bytes with the length of a JSON header, the
 * header, raw little-endian data. Reads F32, F16 and BF16, writes F32 or F16.
 *
 * @param metadata text entries
 * @param tensors the tensors by name; empty when only the header was read
 */
record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
  private static final ObjectMapper JSON = new ObjectMapper();
  // A header of a few hundred tensors is tens of kilobytes; the length of a foreign file is noise.
  private static final long LONGEST_HEADER = 16 << 20;

  /**
   * A dense tensor.
   *
   * @param shape extents, slowest first; empty for a scalar
   * @param data the values, row-major
   */
  record Tensor(int[] shape, float[] data) {}

  /** Opens the bytes of a file. */
  @FunctionalInterface
  interface Source {
    InputStream open() throws IOException;
  }

  /** The source of a file on disk. */
  static Source file(Path path) {
    return () -> Files.newInputStream(path);
  }

  /**
   * Reads everything.
   *
   * @param source the bytes
   * @param name names the file in messages
   * @throws ResourceException if it cannot be read
   * @throws InvalidInputException if it is truncated or no safetensors file
   */
  static Safetensors read(Source source, String name) {
    return read(source, name, true);
  }

  /** Reads the metadata only; errors as {@link #read}. */
  static Map<String, String> readMetadata(Source source, String name) {
    return read(source, name, false).metadata();
  }

  private static Safetensors read(Source source, String name, boolean withData) {
    try (InputStream in = source.open()) {
      byte[] prefix = in.readNBytes(8);
      long length = prefix.length < 8 ? -1 : little(prefix).getLong();
      if (length < 2 || length > LONGEST_HEADER) {
        throw malformed(name, "has no safetensors header", null);
      }
      byte[] head = in.readNBytes((int) length);
      if (head.length < length) {
        throw malformed(name, "ends within its header", null);
      }
      JsonNode header = JSON.readTree(new String(head, StandardCharsets.UTF_8));
      if (!header.isObject()) {
        throw malformed(name, "has no safetensors header", null);
      }
      Map<String, String> metadata = new LinkedHashMap<>();
      header
          .path("__metadata__")
          .properties()
          .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      if (withData) {
        byte[] body = in.readAllBytes();
        header.properties().stream()
            .filter(e -> !e.getKey().equals("__metadata__"))
            .forEach(e -> tensors.put(e.getKey(), tensor(e.getKey(), e.getValue(), body, name)));
      }
      return new Safetensors(metadata, tensors);
    } catch (JsonProcessingException e) {
      throw malformed(name, "has no safetensors header", e);
    } catch (IOException e) {
      throw new ResourceException(
          "the model file " + name + " cannot be read (" + e + ")",
          "check the path and the permissions",
          e);
    }
  }

  private static Tensor tensor(String key, JsonNode entry, byte[] body, String name) {
    String type = entry.path("dtype").asText();
    int width =
        switch (type) {
          case "F32" -> 4;
          case "F16", "BF16" -> 2;
          default ->
              throw malformed(
                  name, "holds '" + key + "' as '" + type + "', not F32, F16 or BF16", null);
        };
    JsonNode extents = entry.path("shape");
    int[] shape = new int[extents.size()];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = extents.get(i).asInt(-1);
      count = shape[i] < 0 || count > body.length ? -1 : count * shape[i];
    }
    long from = entry.path("data_offsets").path(0).asLong(-1);
    long to = entry.path("data_offsets").path(1).asLong(-1);
    if (count < 0 || from < 0 || to - from != count * width) {
      throw malformed(name, "declares a shape for '" + key + "' that its data do not fill", null);
    }
    if (to > body.length) {
      throw malformed(name, "is truncated: '" + key + "' ends beyond the file", null);
    }
    ByteBuffer b = little(body).position((int) from).slice().order(ByteOrder.LITTLE_ENDIAN);
    float[] data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] =
          switch (type) {
            case "F32" -> b.getFloat();
            case "F16" -> halfToFloat(b.getShort());
            default -> Float.intBitsToFloat(b.getShort() << 16);
          };
    }
    return new Tensor(shape, data);
  }

  /**
   * Writes a file; a reader never sees half of it, because it replaces the old one at the end.
   *
   * @param path the file
   * @param half true for F16, false for F32
   */
  void write(Path path, boolean half) {
    ObjectNode header = JSON.createObjectNode();
    header.set("__metadata__", JSON.valueToTree(new TreeMap<>(metadata)));
    long offset = 0;
    for (Map.Entry<String, Tensor> e : new TreeMap<>(tensors).entrySet()) {
      ObjectNode entry = header.putObject(e.getKey());
      entry.put("dtype", half ? "F16" : "F32");
      entry.set("shape", JSON.valueToTree(e.getValue().shape()));
      long end = offset + (half ? 2L : 4L) * e.getValue().data().length;
      entry.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    byte[] head = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(head, text.length, head.length, (byte) ' ');
    Path part = path.resolveSibling(path.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        out.write(little(new byte[8]).putLong(head.length).array());
        out.write(head);
        for (Tensor t : new TreeMap<>(tensors).values()) {
          ByteBuffer b = little(new byte[(half ? 2 : 4) * t.data().length]);
          for (float v : t.data()) {
            if (half) {
              b.putShort(floatToHalf(v));
            } else {
              b.putFloat(v);
            }
          }
          out.write(b.array());
        }
      }
      try {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new ResourceException(
          "the model file " + path + " cannot be written (" + e + ")",
          "check that its folder exists, is writable and has space",
          e);
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InvalidInputException malformed(String name, String what, Throwable cause) {
    return new InvalidInputException(
        "the model file " + name + " " + what,
        "use a complete .safetensors file that Tweedie or its training script wrote",
        cause);
  }

  /** The value of an IEEE 754 half-precision number (Java has this from release 20). */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) { // zero and subnormal numbers: fraction * 2^-24
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(fraction * 0x1p-24f));
    }
    int wide = exponent == 31 ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  /** The nearest half-precision number, ties to even; beyond the range the infinity. */
  static short floatToHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) { // the midpoint between the largest number and the next, not there
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) { // subnormal: a multiple of 2^-24
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    int m = Float.floatToRawIntBits(magnitude);
    int rounded = m + 0xfff + (m >> 13 & 1);
    return (short) (sign | (rounded - (112 << 23)) >> 13);
  }
}
