package org.tweedie.formats;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;

/**
 * Fields as files; the suffix of the name says the format.
 *
 * <table>
 * <caption>Formats</caption>
 * <tr><th>Suffix</th><th>Read</th><th>Written</th></tr>
 * <tr><td>.npy, .npz</td><td>booleans, integers, half, single and double precision, complex</td>
 *     <td>float32, complex64</td></tr>
 * <tr><td>.cfl with .hdr</td><td>complex64</td><td>complex64</td></tr>
 * <tr><td>.nii, .nii.gz</td><td>integers, single and double precision, complex, scaling</td>
 *     <td>float32, complex64</td></tr>
 * <tr><td>.png</td><td>1 to 16 bits, grey, colour (its luma), palette</td><td>16-bit grey</td></tr>
 * </table>
 */
public final class FieldFiles {
  private static final List<FieldFormat> FORMATS =
      List.of(
          new NumpyFormat(),
          new NumpyArchiveFormat(),
          new BartFormat(),
          new NiftiFormat(),
          new PngFormat());

  private FieldFiles() {}

  /** Every format. */
  public static List<FieldFormat> formats() {
    return FORMATS;
  }

  /**
   * The format of a file name, if there is one.
   *
   * @param path the name; the file need not exist
   */
  public static Optional<FieldFormat> formatOf(Path path) {
    String name =
        NumpyArchiveFormat.archiveOf(path).toString().toLowerCase(Locale.ROOT).replace('\\', '/');
    return FORMATS.stream()
        .filter(f -> f.suffixes().stream().anyMatch(name::endsWith))
        .findFirst()
        .or(() -> bart(path));
  }

  // BART's own tools are given the name without a suffix.
  private static Optional<FieldFormat> bart(Path path) {
    return Files.exists(Path.of(path + ".cfl"))
        ? FORMATS.stream().filter(BartFormat.class::isInstance).findFirst()
        : Optional.empty();
  }

  /**
   * Reads the numbers of a file as they are stored.
   *
   * @param path the file; one array of several in a {@code .npz} is {@code FILE.npz:NAME}
   * @throws org.tweedie.api.error.ResourceException if it is missing or cannot be read
   * @throws InvalidInputException if it is broken, or of a format that is not supported
   */
  public static Field read(Path path) {
    return open(path).field();
  }

  /**
   * Reads a file as an image on the scale [0, 1]: unsigned 8-bit elements are divided by 255 and
   * unsigned 16-bit elements by 65535, all others are passed on as stored.
   *
   * @param path the file; one array of several in a {@code .npz} is {@code FILE.npz:NAME}
   * @throws org.tweedie.api.error.ResourceException if it is missing or cannot be read
   * @throws InvalidInputException if it is broken, or of a format that is not supported
   */
  public static Field readImage(Path path) {
    return open(path).image();
  }

  /**
   * Reads a file with what it says about its numbers.
   *
   * @param path the file; one array of several in a {@code .npz} is {@code FILE.npz:NAME}
   * @throws org.tweedie.api.error.ResourceException if it is missing or cannot be read
   * @throws InvalidInputException if it is broken, or of a format that is not supported
   */
  public static FieldFile open(Path path) {
    Optional<FieldFormat> format = formatOf(path);
    if (format.isEmpty()) {
      ElementReader.requireFile(path); // "it does not exist" is the better message
    }
    return format.orElseThrow(() -> unknown(path)).read(path);
  }

  /**
   * Writes a field.
   *
   * @param path the file; a complete file of that name is replaced
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   * @throws InvalidInputException if the suffix is unknown or the format cannot hold the field
   */
  public static void write(Path path, Field field) {
    write(path, FieldFile.of(field));
  }

  /**
   * Writes a field with what is known about it; formats keep what they have a place for.
   *
   * @param path the file; a complete file of that name is replaced
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   * @throws InvalidInputException if the suffix is unknown or the format cannot hold the field
   */
  public static void write(Path path, FieldFile content) {
    formatOf(path).orElseThrow(() -> unknown(path)).write(path, content);
  }

  private static InvalidInputException unknown(Path path) {
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".img")) {
      return NiftiFormat.pair(path);
    }
    String known =
        FORMATS.stream().flatMap(f -> f.suffixes().stream()).collect(Collectors.joining(", "));
    return new InvalidInputException(
        "the suffix of " + path + " names no format that Tweedie knows", "use one of " + known);
  }
}
