package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class DomainTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private static Field of(float... v) {
    return Field.wrap(Space.real(v.length), v);
  }

  @Test
  void theNearestFieldIsClippedAndNew() {
    Field x = of(-2, -1, -0.5f, 0, 3, 4, Float.NEGATIVE_INFINITY);
    Domain box = Domain.box(-1, 3);
    assertArrayEquals(new float[] {-1, -1, -0.5f, 0, 3, 3, -1}, box.project(x).data());
    assertEquals(3, box.outside(x));
    assertEquals(-2, x.data()[0]);
    Domain nonNegative = Domain.nonNegative();
    assertArrayEquals(new float[] {0, 0, 0, 0, 3, 4, 0}, nonNegative.project(x).data());
    assertEquals(4, nonNegative.outside(x));
    assertEquals(0, Domain.any().outside(x));
    Field same = Domain.any().project(x);
    assertArrayEquals(x.data(), same.data());
    same.fill(0);
    assertEquals(4, x.data()[5]);
  }

  @Test
  void bothPartsOfAComplexFieldAreInside() {
    Field z = Field.wrap(Space.complex(2), new float[] {-1, 2, 5, -6});
    assertArrayEquals(new float[] {0, 2, 5, 0}, Domain.nonNegative().project(z).data());
    assertEquals(2, Domain.nonNegative().outside(z));
  }

  @Test
  void nothingRepairsANaN() {
    Field x = of(Float.NaN, 1);
    Domain box = Domain.box(0, 1);
    assertEquals(1, box.outside(x));
    assertFalse(box.contains(x));
    assertTrue(Float.isNaN(box.project(x).data()[0]));
    assertTrue(Domain.any().contains(x));
    assertTrue(Float.isNaN(Domain.any().project(x).data()[0]));
  }

  /** As floats 0.1 lies above and 0.7 below the number itself: neither may leave the box. */
  @Test
  void boundsAreRoundedInwards() {
    assertTrue(0.1f > 0.1 && 0.7f < 0.7);
    for (double bound : new double[] {0.1, 0.7, -0.1, -0.7, 1e-50, 1 / 3.0, 1e10 / 3}) {
      Domain above = Domain.box(bound, INFINITE);
      Field low = above.project(of(-Float.MAX_VALUE));
      assertTrue(above.contains(low), bound + " from " + low.data()[0]);
      assertFalse(above.contains(of(Math.nextDown(low.data()[0]))));
      Domain below = Domain.box(-INFINITE, bound);
      Field high = below.project(of(Float.MAX_VALUE));
      assertTrue(below.contains(high), bound + " to " + high.data()[0]);
      assertFalse(below.contains(of(Math.nextUp(high.data()[0]))));
    }
  }

  @Test
  void projectingTwiceIsProjectingOnce() {
    Domain thin = Domain.box(Math.nextDown(0.1f), 0.1);
    Field once = thin.project(of(-1, 0.05f, 0.1f, 2));
    assertTrue(thin.contains(once));
    assertArrayEquals(once.data(), thin.project(once).data());
  }

  @Test
  void aBoxHoldsAFloat() {
    Domain.box(0.5, 0.5);
    Domain.box(0, 0);
    assertThrows(IllegalArgumentException.class, () -> Domain.box(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Domain.box(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> Domain.box(0, Double.NaN));
    // 0.1 is no float, and there is none between these two either.
    assertThrows(IllegalArgumentException.class, () -> Domain.box(0.1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> Domain.box(1e-50, 2e-50));
    assertThrows(IllegalArgumentException.class, () -> Domain.box(1e39, INFINITE));
    assertThrows(IllegalArgumentException.class, () -> Domain.box(-INFINITE, -1e39));
  }

  @Test
  void domainsIntersect() {
    assertEquals(Domain.box(0, 2), Domain.nonNegative().and(Domain.box(-1, 2)));
    assertEquals(Domain.nonNegative(), Domain.any().and(Domain.nonNegative()));
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> Domain.nonNegative().and(Domain.box(-2, -1)));
    assertTrue(e.getMessage().contains("[0.0, Infinity] and on [-2.0, -1.0]"), e.getMessage());
  }

  @Test
  void domainsAreValues() {
    assertEquals(Domain.any(), Domain.box(-INFINITE, INFINITE));
    assertTrue(Domain.box(-INFINITE, INFINITE).isAny());
    assertEquals(Domain.box(0, 1).hashCode(), Domain.box(0, 1).hashCode());
    assertNotEquals(Domain.box(0, 1), Domain.box(0, 2));
    assertNotEquals(Domain.box(0, 1), Domain.box(-1, 1));
    assertEquals("any", Domain.any().toString());
  }
}
