package org.tweedie.numerics.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class QuantilesTest {
  @Test
  void quantilesInterpolateLikeNumPy() {
    float[] v = {4, 1, 3, 2};
    assertEquals(1, Quantiles.quantile(v, 0));
    assertEquals(2.5, Quantiles.quantile(v, 0.5));
    assertEquals(3.97, Quantiles.quantile(v, 0.99), 1e-12); // numpy.quantile([4, 1, 3, 2], .99)
    assertEquals(4, Quantiles.quantile(v, 1));
    assertArrayEquals(new float[] {4, 1, 3, 2}, v);
  }

  @Test
  void magnitudes() {
    assertArrayEquals(
        new float[] {5, 1},
        Quantiles.magnitude(Field.wrap(Space.complex(2), new float[] {3, -4, 0, 1})));
    assertArrayEquals(
        new float[] {3, 4}, Quantiles.magnitude(Field.wrap(Space.real(2), new float[] {3, -4})));
  }
}
