package org.tweedie.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/**
 * BART's pair of files: {@code NAME.hdr} is text with up to 16 dimensions, {@code NAME.cfl} is
 * complex float32, little-endian, first dimension fastest.
 *
 * <p>BART's dimensions 0 to 2 are space, 3 is the receive coil, 4 the set of coil maps, and so on.
 * A field has space last and the rest before it, slowest first, without dimensions of extent 1:
 * BART's {@code 1 230 180 8} is the field {@code [8, 230, 180]} and element (0, i, j, c) of the one
 * is element [c, i, j] of the other. A field of rank 2 or more is written with its last two
 * dimensions as BART's 1 and 2, as for a slice whose readout direction was transformed away; real
 * fields are written with imaginary part 0.
 *
 * <p>Any of NAME.cfl, NAME.hdr and NAME names the pair.
 */
public final class BartFormat implements FieldFormat {
  private static final int DIMENSIONS = 16;
  private static final int SPATIAL = 3;

  /** The format. */
  public BartFormat() {}

  @Override
  public String title() {
    return "BART complex float array";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".cfl", ".hdr");
  }

  @Override
  public FieldFile read(Path path) {
    Path header = sibling(path, ".hdr");
    Path data = sibling(path, ".cfl");
    if (!Files.exists(data) && Files.exists(sibling(path, ".img"))) {
      throw NiftiFormat.pair(header);
    }
    ElementReader.requireFile(data);
    ElementReader.requireFile(header);
    try {
      int[] stored = dimensions(header);
      Space columnMajor = ElementReader.space(data, ElementType.COMPLEX64, stored);
      long expected = 8L * columnMajor.size();
      long found = Files.size(data);
      if (found < expected) {
        throw ElementReader.truncated(data.toString(), expected, found);
      }
      if (found > expected) {
        throw new InvalidInputException(
            data
                + " has "
                + found
                + " bytes, but the dimensions in "
                + header
                + " need "
                + expected,
            "check that the two files belong together");
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(data))) {
        Field raw =
            ElementReader.read(
                in,
                columnMajor,
                ElementType.COMPLEX64,
                ByteOrder.LITTLE_ENDIAN,
                data.toString(),
                found);
        return FieldFile.of(Axes.gather(raw, fieldAxes(stored)));
      }
    } catch (IOException e) {
      throw ElementReader.unreadable(data, e);
    }
  }

  /** The stored axes in the order of the field: beyond space from the last on, then space. */
  private static List<Axes.Axis> fieldAxes(int[] stored) {
    List<Axes.Axis> axes = Axes.columnMajor(stored);
    List<Axes.Axis> order = new ArrayList<>();
    for (int i = stored.length - 1; i >= SPATIAL; i--) {
      order.add(axes.get(i));
    }
    order.addAll(axes.subList(0, Math.min(SPATIAL, stored.length)));
    return order.stream().filter(a -> a.extent() > 1).toList();
  }

  private static int[] dimensions(Path header) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(header)) {
      bytes = in.readNBytes(1 << 16);
    }
    List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
    int title = lines.indexOf("# Dimensions");
    if (title < 0 || title + 1 >= lines.size()) {
      throw new InvalidInputException(
          header + " is not a header of BART: it has no line '# Dimensions' with numbers after it",
          "give the .hdr and .cfl that BART wrote");
    }
    String numbers = lines.get(title + 1).trim();
    try {
      return Arrays.stream(numbers.split("\\s+")).mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "the dimensions '" + numbers + "' in " + header + " are not whole numbers",
          "give the .hdr and .cfl that BART wrote",
          e);
    }
  }

  @Override
  public void write(Path path, FieldFile content) {
    Field field = content.field();
    int rank = field.space().rank();
    if (rank > DIMENSIONS - 1) {
      throw new InvalidInputException(
          "a field of rank " + rank + " does not fit BART's " + DIMENSIONS + " dimensions",
          "write it as .npy");
    }
    int[] dims = new int[DIMENSIONS];
    Arrays.fill(dims, 1);
    if (rank == 1) {
      dims[0] = field.space().dim(0);
    }
    List<Axes.Axis> rows = Axes.rowMajor(field.space().shape());
    List<Axes.Axis> order = new ArrayList<>(rows); // of the written field, slowest first
    if (rank >= 2) {
      // [..., e, d, i, j] becomes 1 i j d e ...: slowest first that is ..., e, d, j, i
      dims[1] = field.space().dim(rank - 2);
      dims[2] = field.space().dim(rank - 1);
      for (int i = 0; i < rank - 2; i++) {
        dims[SPATIAL + i] = field.space().dim(rank - 3 - i);
      }
      order.set(rank - 2, rows.get(rank - 1));
      order.set(rank - 1, rows.get(rank - 2));
    }
    Field out = Axes.gather(FieldFile.of(content.as(Scalar.COMPLEX)).field(), order);
    AtomicFile.write(sibling(path, ".cfl"), o -> ElementReader.write(o, out.data()));
    String header =
        "# Dimensions\n"
            + Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(" "))
            + "\n";
    AtomicFile.write(
        sibling(path, ".hdr"), o -> o.write(header.getBytes(StandardCharsets.US_ASCII)));
  }

  private static Path sibling(Path path, String suffix) {
    String name = path.getFileName().toString();
    String lower = name.toLowerCase(Locale.ROOT);
    boolean named = lower.endsWith(".cfl") || lower.endsWith(".hdr");
    if (named && lower.endsWith(suffix)) {
      return path;
    }
    return path.resolveSibling((named ? name.substring(0, name.length() - 4) : name) + suffix);
  }
}
