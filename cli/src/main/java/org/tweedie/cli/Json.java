package org.tweedie.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.formats.AtomicFile;

/** JSON files as maps, lists, strings and numbers. */
final class Json {
  private static final JSON FORMAT =
      JSON.std
          .with(JSON.Feature.PRETTY_PRINT_OUTPUT)
          .with(JSON.Feature.WRITE_NULL_PROPERTIES)
          .without(JSON.Feature.USE_FIELDS);

  private Json() {}

  /**
   * Reads an object.
   *
   * @throws ResourceException if the file cannot be read
   * @throws InvalidInputException if it does not hold a JSON object
   */
  static Map<String, Object> read(Path file) {
    try {
      return JSON.std.mapFrom(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the file " + file + " is not a JSON object: " + e.getOriginalMessage(),
          "write it as {\"name\": value, ...}",
          e);
    } catch (NoSuchFileException e) {
      throw new ResourceException("there is no file " + file, "check the path", e);
    } catch (IOException e) {
      throw new ResourceException(
          "the file " + file + " cannot be read: " + e.getMessage(),
          "check the path and its permissions",
          e);
    }
  }

  /** A value as text; maps keep their order. NaN and infinities must have been replaced. */
  static String text(Object value) {
    try {
      return FORMAT.asString(value);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file, whole or not at all. */
  static void write(Path file, Object value) {
    AtomicFile.write(file, out -> out.write((text(value) + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** A number, or null where JSON has none: NaN and infinities. */
  static Double number(double v) {
    return Double.isFinite(v) ? v : null;
  }
}
