package org.tweedie.api.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The series must not differ from the definition in any bit. */
class BoxMullerTest {
  private final float[] fast = new float[2];
  private final float[] defined = new float[2];

  private void assertSame(int a, int b) {
    BoxMuller.normals(a, b, fast, 0);
    BoxMuller.define(a, b, defined, 0);
    for (int k = 0; k < 2; k++) {
      if (Float.floatToRawIntBits(fast[k]) != Float.floatToRawIntBits(defined[k])) {
        assertEquals(defined[k], fast[k], "a = " + a + ", b = " + b + ", normal " + k);
      }
    }
  }

  @Test
  void manyPairsAreThoseOfTheDefinition() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      assertSame(random.nextInt(), random.nextInt());
    }
  }

  @Test
  void soAreThoseWhereSeriesMeetAndFunctionsVanish() {
    List<Integer> edges = new ArrayList<>();
    for (int eighth = 0; eighth < 8; eighth++) {
      for (int d = -20; d <= 20; d++) {
        edges.add((eighth << 29) + d);
      }
    }
    for (int power = 0; power < 32; power++) {
      for (int d = -2; d <= 2; d++) {
        // around powers of 2, and around √½ times them, where the logarithm changes its series
        edges.add((1 << power) + d);
        edges.add((int) (long) (Math.sqrt(0.5) * (1L << power + 1)) + d);
      }
    }
    for (int a : edges) {
      for (int b : edges) {
        assertSame(a, b);
      }
    }
  }

  @Test
  void theArrayMayEndBetweenThem() {
    float[] one = new float[1];
    BoxMuller.normals(123, 456, one, 0);
    BoxMuller.define(123, 456, defined, 0);
    assertEquals(defined[0], one[0]);
  }
}
