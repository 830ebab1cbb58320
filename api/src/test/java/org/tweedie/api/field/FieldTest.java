package org.tweedie.api.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;

class FieldTest {
  private static Field of(float... v) {
    return Field.wrap(Space.real(v.length), v);
  }

  @Test
  void arithmeticFollowsTheFormulas() {
    Field x = of(1, 2, 3, 4, 5);
    Field y = of(5, 4, 3, 2, 1);
    assertArrayEquals(new float[] {11, 10, 9, 8, 7}, x.copy().axpy(2, y).data());
    assertArrayEquals(new float[] {12, 12, 12, 12, 12}, x.copy().axpby(2, 2, y).data());
    assertArrayEquals(new float[] {-4, -2, 0, 2, 4}, x.copy().subtract(y).data());
    assertArrayEquals(new float[] {6, 6, 6, 6, 6}, x.copy().add(y).data());
    assertArrayEquals(new float[] {3, 6, 9, 12, 15}, x.copy().scale(3).data());
    assertEquals(35, x.dot(y), 0);
    assertEquals(55, x.normSquared(), 0);
  }

  @Test
  void theInnerProductOfComplexFieldsIsTheRealOne() {
    Space c = Space.complex(1);
    // (1 + 2i) and (3 + 4i): Re (1 − 2i)(3 + 4i) = 3 + 8
    assertEquals(11, Field.wrap(c, new float[] {1, 2}).dot(Field.wrap(c, new float[] {3, 4})), 0);
  }

  @Test
  void productsAreComponentByComponent() {
    assertArrayEquals(new float[] {2, -6, 0}, of(1, 2, 3).multiply(of(2, -3, 0)).data());
    Space c = Space.complex(2);
    Field z = Field.wrap(c, new float[] {1, 2, 3, 4});
    // A complex weight is two real ones: not the product of complex numbers.
    Field two = Field.wrap(c, new float[] {2, 3, 0, -1});
    assertArrayEquals(new float[] {2, 6, 0, -4}, z.copy().multiply(two).data());
    // A real weight of the same shape is for both parts.
    assertArrayEquals(new float[] {5, 10, -3, -4}, z.copy().multiply(of(5, -1)).data());
    Field itself = of(1, 2, 3);
    assertArrayEquals(new float[] {1, 4, 9}, itself.multiply(itself).data());
    assertThrows(ShapeMismatchException.class, () -> of(1, 2).multiply(z));
    assertThrows(ShapeMismatchException.class, () -> z.multiply(of(1, 2, 3, 4)));
    Field row = Field.zeros(Space.real(1, 2));
    assertThrows(ShapeMismatchException.class, () -> z.multiply(row));
  }

  @Test
  void sumsAccumulateInDouble() {
    float[] v = new float[1 << 20];
    java.util.Arrays.fill(v, 1e-4f);
    v[0] = 10;
    double small = (double) 1e-4f * 1e-4f;
    double exact = 100 + small * (v.length - 1);
    // In float the small terms would vanish beside 100.
    assertEquals(exact, of(v).normSquared(), 1e-8);
  }

  @Test
  void notFiniteIsFound() {
    assertTrue(of(1, -2, Float.MAX_VALUE).isFinite());
    assertFalse(of(1, Float.NaN).isFinite());
    assertFalse(of(Float.NEGATIVE_INFINITY, 1).isFinite());
  }

  @Test
  void fieldsOfDifferentSpacesDoNotMix() {
    Field real = Field.zeros(Space.real(4));
    Field complex = Field.zeros(Space.complex(2));
    ShapeMismatchException e = assertThrows(ShapeMismatchException.class, () -> real.add(complex));
    assertTrue(e.getMessage().contains("complex 2") && e.getMessage().contains("real 4"));
    assertThrows(ShapeMismatchException.class, () -> Field.wrap(Space.real(3), new float[4]));
  }

  @Test
  void spacesCountComponents() {
    Space s = Space.complex(8, 230, 180);
    assertEquals(8 * 230 * 180, s.size());
    assertEquals(2 * 8 * 230 * 180, s.components());
    assertEquals("complex 8 x 230 x 180", s.toString());
    assertEquals(s, Space.real(8, 230, 180).with(Scalar.COMPLEX));
    assertNotEquals(s, Space.complex(8, 180, 230));
    assertThrows(InvalidInputException.class, () -> Space.real(3, 0));
    assertThrows(InvalidInputException.class, () -> Space.complex(1 << 15, 1 << 15));
  }

  @Test
  void patternsAcceptWhatTheySay() {
    SpacePattern p = SpacePattern.of(Scalar.COMPLEX, 8, SpacePattern.ANY, SpacePattern.ANY);
    assertTrue(p.accepts(Space.complex(8, 3, 5)));
    assertFalse(p.accepts(Space.complex(7, 3, 5)));
    assertFalse(p.accepts(Space.real(8, 3, 5)));
    assertFalse(p.accepts(Space.complex(8, 3)));
    SpacePattern even = SpacePattern.eitherScalar(SpacePattern.ANY).multipleOf(2);
    assertTrue(even.accepts(Space.real(4)) && even.accepts(Space.complex(2)));
    assertFalse(even.accepts(Space.real(5)));
    assertEquals("real or complex 2k", even.toString());
  }
}
