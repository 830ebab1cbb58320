package org.tweedie.priors.djl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Typed reading of JSON whose shape and words are not trusted, and writing.
 *
 * <p>Texts lose what does not print, at every depth: a file's words reach terminals and reports.
 */
final class Json {
  private Json() {}

  /** The object that a text holds; empty if it holds anything else, or anything more. */
  static Optional<Map<?, ?>> object(String text) {
    return parse(text) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  /** The array that a text holds; empty if it holds anything else, or anything more. */
  static Optional<List<?>> array(String text) {
    return parse(text) instanceof List<?> list ? Optional.of(list) : Optional.empty();
  }

  private static Object parse(String text) {
    try (JsonParser parser = JSON.std.createParser(text)) {
      Object value = JSON.std.anyFrom(parser);
      return parser.nextToken() == null ? printable(value) : null;
    } catch (IOException e) {
      return null; // as good as a text of another shape: the caller says what it wanted
    }
  }

  private static Object printable(Object value) throws IOException {
    if (value instanceof String text) {
      return printable(text);
    }
    if (value instanceof List<?> list) {
      List<Object> out = new ArrayList<>(list.size());
      for (Object o : list) {
        out.add(printable(o));
      }
      return out;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> out = new LinkedHashMap<>();
      for (Map.Entry<?, ?> e : map.entrySet()) {
        out.put(printable(e.getKey()), printable(e.getValue()));
      }
      if (out.size() < map.size()) {
        throw new IOException("two names differ in what does not print");
      }
      return out;
    }
    return value;
  }

  /**
   * A text on one line without control characters, marks that turn the direction of writing, and
   * halves of characters; line breaks and tabs become spaces.
   */
  static String printable(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (Character.getType(c)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> {
                  if (Character.isWhitespace(c)) {
                    out.append(' ');
                  }
                }
                case Character.FORMAT, Character.SURROGATE -> {}
                default -> out.appendCodePoint(c);
              }
            });
    return out.toString();
  }

  /** The number at a key, or what is given. */
  static double number(Map<?, ?> object, String key, double otherwise) {
    return object.get(key) instanceof Number n ? n.doubleValue() : otherwise;
  }

  /** The whole number at a key, or what is given if there is none that an int holds. */
  static int integer(Map<?, ?> object, String key, int otherwise) {
    return object.get(key) instanceof Integer n ? n : otherwise;
  }

  /** The whole numbers of an array; empty if it is not there or holds anything else. */
  static Optional<long[]> integers(Map<?, ?> object, String key) {
    if (!(object.get(key) instanceof List<?> list)) {
      return Optional.empty();
    }
    long[] out = new long[list.size()];
    for (int i = 0; i < out.length; i++) {
      if (!(list.get(i) instanceof Integer || list.get(i) instanceof Long)) {
        return Optional.empty();
      }
      out[i] = ((Number) list.get(i)).longValue();
    }
    return Optional.of(out);
  }

  /** The text of a value. */
  static String text(Object value) {
    try {
      return JSON.std.asString(value);
    } catch (IOException e) {
      throw new IllegalArgumentException(e); // text is written to memory
    }
  }
}
