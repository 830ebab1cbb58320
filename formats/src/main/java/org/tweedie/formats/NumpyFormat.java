package org.tweedie.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/**
 * NumPy's {@code .npy}: versions 1 to 3, both byte orders, C and Fortran order; booleans, integers,
 * half, single and double precision, and complex numbers. The field has the shape of the array.
 * Written as version 1, little-endian, C order, {@code <f4} or {@code <c8}.
 *
 * <p>Unsigned 8- and 16-bit integers stay the numbers that they are (a mask of 0 and 1, Hounsfield
 * units); {@link FieldFile#image()} divides them by 255 or 65535 for those who know that the array
 * is an image stored so.
 */
public final class NumpyFormat implements FieldFormat {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final Pattern DESCR =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([^)]*)\\)");
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOLEAN),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i8", ElementType.INT64),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT32),
          Map.entry("f8", ElementType.FLOAT64),
          Map.entry("c8", ElementType.COMPLEX64),
          Map.entry("c16", ElementType.COMPLEX128));

  /** The format. */
  public NumpyFormat() {}

  @Override
  public String title() {
    return "NumPy array";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".npy");
  }

  @Override
  public FieldFile read(Path path) {
    ElementReader.requireFile(path);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return read(in, path, Files.size(path));
    } catch (IOException e) {
      throw ElementReader.unreadable(path, e);
    }
  }

  /**
   * Reads one array from a stream.
   *
   * @param path its name in messages
   * @param size the bytes of the stream, or {@link ElementReader#UNKNOWN}
   */
  static FieldFile read(InputStream in, Path path, long size) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2
        || !Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new InvalidInputException(
          path + " is not a NumPy array: it does not begin with \\x93NUMPY",
          "write it with numpy.save");
    }
    int version = start[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new InvalidInputException(
          path + " has version " + version + " of NumPy's format, versions 1 to 3 are known",
          "write it again with numpy.save");
    }
    int lengthBytes = version == 1 ? 2 : 4;
    byte[] lengthField = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = lengthField.length - 1; i >= 0; i--) {
      length = (length << 8) | (lengthField[i] & 0xff);
    }
    if (length > 1 << 20) {
      throw malformed(path, "the header claims to have " + length + " bytes");
    }
    byte[] header = in.readNBytes((int) length);
    if (lengthField.length < lengthBytes || header.length < length) {
      throw new InvalidInputException(
          path
              + " is truncated within its header: it has "
              + length
              + " bytes, found "
              + header.length,
          "copy or write the file again");
    }
    long left =
        size == ElementReader.UNKNOWN ? size : size - start.length - lengthBytes - header.length;
    return body(in, path, new String(header, StandardCharsets.UTF_8), left);
  }

  private static FieldFile body(InputStream in, Path path, String header, long left)
      throws IOException {
    String descr = find(DESCR, header).orElseThrow(() -> unsupported(path, header.trim()));
    boolean swapped = descr.startsWith(">");
    String code = descr.replaceFirst("^[<>|=]", "");
    ElementType type = TYPES.get(code);
    if (type == null) {
      throw unsupported(path, descr);
    }
    boolean fortran =
        find(ORDER, header)
            .orElseThrow(() -> malformed(path, "the header has no 'fortran_order'"))
            .equals("True");
    int[] shape =
        shape(
            path,
            find(SHAPE, header).orElseThrow(() -> malformed(path, "the header has no 'shape'")));
    Space space = ElementReader.space(path, type, shape);
    Field stored =
        ElementReader.read(
            in,
            space,
            type,
            swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
            path.toString(),
            left);
    Field field =
        fortran && shape.length > 1 ? Axes.gather(stored, Axes.columnMajor(shape)) : stored;
    OptionalDouble fullScale =
        switch (type) {
          case UINT8 -> OptionalDouble.of(255);
          case UINT16 -> OptionalDouble.of(65535);
          default -> OptionalDouble.empty();
        };
    return new FieldFile(field, fullScale, Optional.empty());
  }

  private static Optional<String> find(Pattern pattern, String header) {
    Matcher m = pattern.matcher(header);
    return m.find() ? Optional.of(m.group(1)) : Optional.empty();
  }

  private static int[] shape(Path path, String tuple) {
    try {
      return Arrays.stream(tuple.split(","))
          .map(s -> s.trim().replaceFirst("L$", "")) // Python 2 wrote long integers
          .filter(s -> !s.isEmpty())
          .mapToLong(Long::parseLong)
          .mapToInt(Math::toIntExact)
          .toArray();
    } catch (NumberFormatException e) {
      throw malformed(path, "its shape is (" + tuple + ")");
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          path + " has the shape (" + tuple + "), more elements than an array can hold",
          "split the data into slices",
          e);
    }
  }

  private static InvalidInputException malformed(Path path, String what) {
    return new InvalidInputException(
        path + " has a damaged header: " + what, "write it again with numpy.save");
  }

  private static InvalidInputException unsupported(Path path, String descr) {
    return new InvalidInputException(
        path
            + " holds elements of type "
            + descr
            + ", which are not plain numbers (b1, i1 to i8, u1 to u8, f2, f4, f8, c8, c16)",
        "convert the array, for example with astype('float32')");
  }

  @Override
  public void write(Path path, FieldFile content) {
    AtomicFile.write(path, out -> write(out, content.field()));
  }

  /** Writes one array to a stream. */
  static void write(OutputStream out, Field field) throws IOException {
    long[] shape = Arrays.stream(field.space().shape()).asLongStream().toArray();
    out.write(header(field.space().scalar(), shape));
    ElementReader.write(out, field.data());
  }

  /**
   * Writes fields of one space as one array with a new first axis, {@code [count, ...]}. They are
   * written as they come and need not be in memory together; the array may have more numbers than
   * one field can.
   *
   * @param path the file; a complete file of that name is replaced
   * @param each the space of every field
   * @param count how many fields there are, at least 1
   * @param fields the fields; iterated once
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   * @throws org.tweedie.api.error.ShapeMismatchException if a field has another space; then, as
   *     after every failure, a file of that name is as it was
   * @throws IllegalArgumentException if there are not exactly {@code count} fields
   */
  public static void writeStack(Path path, Space each, long count, Iterable<Field> fields) {
    long[] shape =
        LongStream.concat(LongStream.of(count), Arrays.stream(each.shape()).asLongStream())
            .toArray();
    AtomicFile.write(
        path,
        out -> {
          out.write(header(each.scalar(), shape));
          ElementReader.write(out, each, count, fields);
        });
  }

  /** All that comes before the numbers; extents may be beyond those of a field. */
  static byte[] header(Scalar scalar, long... shape) {
    String tuple =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String dictionary =
        "{'descr': '"
            + (scalar == Scalar.COMPLEX ? "<c8" : "<f4")
            + "', 'fortran_order': False, 'shape': ("
            + tuple
            + "), }";
    int fixed = MAGIC.length + 2 + 2;
    int padded = (fixed + dictionary.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] start = new byte[padded];
    Arrays.fill(start, (byte) ' ');
    ByteBuffer b = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    b.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) (padded - fixed));
    b.put(dictionary.getBytes(StandardCharsets.US_ASCII));
    start[padded - 1] = '\n';
    return start;
  }
}
