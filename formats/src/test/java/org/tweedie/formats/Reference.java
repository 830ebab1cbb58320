package org.tweedie.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.IntToDoubleFunction;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** The committed reference files, and comparisons with what they hold. */
final class Reference {
  private Reference() {}

  static Path path(String name) {
    try {
      return Path.of(Reference.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Element {@code i}, counted row-major, of a real field. */
  static void assertReal(Field field, IntToDoubleFunction expected, int... shape) {
    assertEquals(Space.real(shape), field.space());
    for (int i = 0; i < field.space().size(); i++) {
      assertEquals((float) expected.applyAsDouble(i), field.data()[i], "element " + i);
    }
  }

  /** The field whose element i is i − i/2·√−1. */
  static void assertComplexRamp(Field field, int... shape) {
    assertEquals(Space.complex(shape), field.space());
    for (int i = 0; i < field.space().size(); i++) {
      assertEquals(i, field.data()[2 * i], "real part " + i);
      assertEquals(0 - 0.5f * i, field.data()[2 * i + 1], "imaginary part " + i);
    }
  }

  /** Reading fails with one sentence that has all of the words. */
  static void assertFails(
      Class<? extends TweedieException> type, Runnable action, String... words) {
    String message = assertThrows(type, action::run).getMessage();
    for (String word : words) {
      assertTrue(message.contains(word), "'" + word + "' is missing in: " + message);
    }
  }
}
