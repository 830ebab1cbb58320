package org.tweedie.priors.djl;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
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
  private static final String METADATA = "__metadata__";
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
        throw malformed(name, "has no safetensors header");
      }
      byte[] head = in.readNBytes((int) length);
      if (head.length < length) {
        throw malformed(name, "ends within its header");
      }
      Map<?, ?> header =
          Json.object(new String(head, StandardCharsets.UTF_8))
              .orElseThrow(() -> malformed(name, "has no safetensors header"));
      Map<String, String> metadata = new LinkedHashMap<>();
      if (header.get(METADATA) instanceof Map<?, ?> entries) {
        entries.forEach((k, v) -> metadata.put(k.toString(), String.valueOf(v)));
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      if (withData) {
        byte[] body = in.readAllBytes();
        header.forEach(
            (key, entry) -> {
              if (!key.equals(METADATA)) {
                tensors.put(key.toString(), tensor(key.toString(), entry, body, name));
              }
            });
        requireCovered(header, body.length, name);
      }
      return new Safetensors(metadata, tensors);
    } catch (IOException e) {
      throw new ResourceException(
          "the model file " + name + " cannot be read (" + e + ")",
          "check the path and the permissions",
          e);
    }
  }

  /** Every byte must belong to one tensor: what overlaps, or is left over, was never written so. */
  private static void requireCovered(Map<?, ?> header, int length, String name) {
    List<Range> ranges = new ArrayList<>();
    header.forEach(
        (key, entry) -> {
          if (!key.equals(METADATA)) {
            long[] offsets = Json.integers((Map<?, ?>) entry, "data_offsets").orElseThrow();
            ranges.add(new Range(key.toString(), offsets[0], offsets[1]));
          }
        });
    ranges.sort(Comparator.comparingLong(Range::from).thenComparingLong(Range::to));
    long end = 0;
    for (Range r : ranges) {
      if (r.from < end) {
        throw malformed(name, "gives '" + r.key + "' bytes that belong to another tensor");
      }
      if (r.from > end) {
        throw malformed(name, "holds bytes before '" + r.key + "' that belong to no tensor");
      }
      end = r.to;
    }
    if (end < length) {
      throw malformed(name, "holds " + (length - end) + " bytes after its last tensor");
    }
  }

  private record Range(String key, long from, long to) {}

  private static Tensor tensor(String key, Object value, byte[] body, String name) {
    Map<?, ?> entry = value instanceof Map<?, ?> map ? map : Map.of();
    String type = String.valueOf(entry.get("dtype"));
    int width =
        switch (type) {
          case "F32" -> 4;
          case "F16", "BF16" -> 2;
          default ->
              throw malformed(name, "holds '" + key + "' as '" + type + "', not F32, F16 or BF16");
        };
    long[] shape = Json.integers(entry, "shape").orElse(new long[] {-1});
    long[] offsets = Json.integers(entry, "data_offsets").orElse(new long[0]);
    long count = 1;
    for (long extent : shape) {
      count = count < 0 || extent < 0 || extent > body.length ? -1 : count * extent;
      count = count > body.length ? -1 : count;
    }
    if (count < 0
        || offsets.length != 2
        || offsets[0] < 0
        || offsets[1] - offsets[0] != count * width) {
      throw malformed(name, "declares a shape for '" + key + "' that its data do not fill");
    }
    if (offsets[1] > body.length) {
      throw malformed(name, "is truncated: '" + key + "' ends beyond the file");
    }
    ByteBuffer b = little(body).position((int) offsets[0]).slice().order(ByteOrder.LITTLE_ENDIAN);
    float[] data = new float[(int) count];
    for (int i = 0; i < data.length; i++) {
      data[i] =
          switch (type) {
            case "F32" -> b.getFloat();
            case "F16" -> halfToFloat(b.getShort());
            default -> Float.intBitsToFloat(b.getShort() << 16);
          };
    }
    return new Tensor(Arrays.stream(shape).mapToInt(v -> (int) v).toArray(), data);
  }

  /**
   * Writes a file. A reader never sees half of it, nor does one after a loss of power: it is on the
   * disk before it takes the old one's name.
   *
   * @param path the file
   * @param half true for F16, false for F32
   * @throws ResourceException if it cannot be written; a file of that name is then as it was
   */
  void write(Path path, boolean half) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, new TreeMap<>(metadata));
    long offset = 0;
    for (Map.Entry<String, Tensor> e : new TreeMap<>(tensors).entrySet()) {
      long end = offset + (half ? 2L : 4L) * e.getValue().data().length;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", half ? "F16" : "F32");
      entry.put("shape", e.getValue().shape());
      entry.put("data_offsets", new long[] {offset, end});
      header.put(e.getKey(), entry);
      offset = end;
    }
    byte[] text = Json.text(header).getBytes(StandardCharsets.UTF_8);
    byte[] head = Arrays.copyOf(text, (text.length + 7) / 8 * 8);
    Arrays.fill(head, text.length, head.length, (byte) ' ');
    Path whole = path.toAbsolutePath();
    Path part =
        whole.resolveSibling(
            "." + path.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
    try {
      try (FileChannel file =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        out.write(little(new byte[8]).putLong(head.length).array());
        out.write(head);
        for (Tensor t : new TreeMap<>(tensors).values()) {
          out.write(bytes(t, half));
        }
        out.flush();
        file.force(true);
      }
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
      forceFolder(whole.getParent());
    } catch (IOException e) {
      throw new ResourceException(
          "the model file " + path + " cannot be written (" + e + ")",
          "check that its folder exists, is writable and has space, and that it is no folder",
          e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        // The failure that matters is already on its way.
      }
    }
  }

  private static byte[] bytes(Tensor t, boolean half) {
    ByteBuffer b = little(new byte[(half ? 2 : 4) * t.data().length]);
    for (float v : t.data()) {
      if (half) {
        b.putShort(floatToHalf(v));
      } else {
        b.putFloat(v);
      }
    }
    return b.array();
  }

  // The new name is in the folder, which has a place on the disk of its own.
  private static void forceFolder(Path folder) {
    try (FileChannel f = FileChannel.open(folder, StandardOpenOption.READ)) {
      f.force(true);
    } catch (IOException e) {
      // Not every system opens folders; the file is whole anyway.
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InvalidInputException malformed(String name, String what) {
    return new InvalidInputException(
        "the model file " + name + " " + what,
        "use a complete .safetensors file that Tweedie or its training script wrote");
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
