package org.tweedie.priors.djl;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Typed reading of JSON whose shape is not trusted, and writing. */
final class Json {
  private Json() {}

  /** The object that a text holds; empty if it holds anything else. */
  static Optional<Map<?, ?>> object(String text) {
    return parse(text) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
  }

  /** The array that a text holds; empty if it holds anything else. */
  static Optional<List<?>> array(String text) {
    return parse(text) instanceof List<?> list ? Optional.of(list) : Optional.empty();
  }

  private static Object parse(String text) {
    try {
      return JSON.std.anyFrom(text);
    } catch (IOException e) {
      return null; // as good as a text of another shape: the caller says what it wanted
    }
  }

  /** The number at a key, or what is given. */
  static double number(Map<?, ?> object, String key, double otherwise) {
    return object.get(key) instanceof Number n ? n.doubleValue() : otherwise;
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
