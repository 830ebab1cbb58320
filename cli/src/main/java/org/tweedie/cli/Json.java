package org.tweedie.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
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
   * Reads an object from text in UTF-8, with or without a byte order mark.
   *
   * @throws ResourceException if the file cannot be read
   * @throws InvalidInputException if it does not hold one JSON object and nothing else
   */
  static Map<String, Object> read(Path file) {
    try (JsonParser parser = JSON.std.createParser(text(file))) {
      parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAnObject(file, "it does not begin with '{'", null);
      }
      Map<String, Object> object = JSON.std.mapFrom(parser);
      if (parser.nextToken() != null) {
        throw notAnObject(file, "something follows it" + at(parser.currentLocation()), null);
      }
      return object;
    } catch (JsonProcessingException e) {
      throw notAnObject(file, e.getOriginalMessage() + at(e.getLocation()), e);
    } catch (IOException e) {
      throw new IllegalStateException(e); // there is no file any more
    }
  }

  private static String text(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new ResourceException("there is no file " + file, "check the path", e);
    } catch (IOException e) {
      throw new ResourceException(
          "the file "
              + file
              + (Files.isDirectory(file) ? " is a folder" : " cannot be read: " + e.getMessage()),
          "check the path and its permissions",
          e);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (StandardCharsets.UTF_8.newDecoder().decode(in, out, true).isError()) {
      throw new InvalidInputException(
          "the file " + file + " is not text in UTF-8: byte " + in.position() + " cannot be read",
          "save it as UTF-8 (iconv -t UTF-8)");
    }
    String text = out.flip().toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static InvalidInputException notAnObject(Path file, String why, Exception cause) {
    return new InvalidInputException(
        "the file " + file + " is not a JSON object: " + why,
        "write it as {\"name\": value, ...}",
        cause);
  }

  private static String at(JsonLocation place) {
    return place == null ? "" : " (line " + place.getLineNr() + ")";
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
