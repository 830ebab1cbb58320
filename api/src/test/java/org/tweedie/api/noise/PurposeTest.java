package org.tweedie.api.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class PurposeTest {
  @Test
  void theNameIsAllThatCounts() {
    Purpose a = Purpose.of("init");
    assertEquals("init", a.name());
    assertEquals("init", a.toString());
    assertEquals(a, Purpose.of("init"));
    assertEquals(a.hashCode(), Purpose.of("init").hashCode());
    assertNotEquals(a, Purpose.of("inits"));
    assertEquals(Purpose.of("init#7"), a.index(7));
    assertNotEquals(a.index(7), a.index(8));
  }

  /** The published test vectors of 64-bit FNV-1a. */
  @Test
  void theCodeIsTheHashThatSavedRunsRelyOn() {
    assertEquals(0xcbf29ce484222325L, Purpose.of("").code());
    assertEquals(0xaf63dc4c8601ec8cL, Purpose.of("a").code());
    assertEquals(0x85944171f73967e8L, Purpose.of("foobar").code());
  }

  @Test
  void lettersBeyondAsciiCountAsTheirBytes() {
    assertNotEquals(Purpose.of("σ").code(), Purpose.of("?").code());
    assertNotEquals(Purpose.of("σ").code(), Purpose.of("τ").code());
  }
}
