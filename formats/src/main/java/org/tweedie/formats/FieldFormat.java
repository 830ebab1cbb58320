package org.tweedie.formats;

import java.nio.file.Path;
import java.util.List;

/** One file format for fields. Implementations have no state and may be shared by threads. */
public sealed interface FieldFormat
    permits BartFormat, NumpyFormat, NumpyArchiveFormat, NiftiFormat, PngFormat {

  /** The name for people, for example {@code NumPy array}. */
  String title();

  /** The file name endings, in lower case and with the dot, the usual one first. */
  List<String> suffixes();

  /**
   * Reads a file.
   *
   * @throws org.tweedie.api.error.ResourceException if it is missing or cannot be read
   * @throws org.tweedie.api.error.InvalidInputException if it is truncated, is something else than
   *     its name says, or holds elements that a field cannot
   */
  FieldFile read(Path path);

  /**
   * Writes a file, replacing one of that name only when the new one is complete.
   *
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   * @throws org.tweedie.api.error.InvalidInputException if the format cannot hold such a field
   */
  void write(Path path, FieldFile content);
}
