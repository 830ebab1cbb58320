package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class NormalSystemTest {
  private static final Field B = Field.zeros(Space.real(3)).fill(1);

  @Test
  void eachRestrictionLeavesTheOthers() {
    Field start = B.copy();
    NormalSystem plain = NormalSystem.of(0.5, B);
    NormalSystem s = plain.atMost(7).within(0.25).from(start);
    assertEquals(0.5, s.lambda());
    assertSame(B, s.b());
    assertSame(start, s.start().orElseThrow());
    assertEquals(0.25, s.error());
    assertEquals(7, s.iterations());
    s = plain.from(start).within(0.25).atMost(7);
    assertSame(start, s.start().orElseThrow());
    assertEquals(0.25, s.error());
    // The first one is what it was: from zero, as well as the operator promises.
    assertEquals(Optional.empty(), plain.start());
    assertEquals(0, plain.error());
    assertEquals(Integer.MAX_VALUE, plain.iterations());
    assertEquals(0, plain.atMost(0).iterations());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void lambdaIsPositiveAndFinite(double lambda) {
    assertThrows(InvalidInputException.class, () -> NormalSystem.of(lambda, B));
  }

  @Test
  void limitsAreNotNegative() {
    NormalSystem s = NormalSystem.of(1, B);
    assertThrows(InvalidInputException.class, () -> s.within(-1e-9));
    assertThrows(InvalidInputException.class, () -> s.within(Double.NaN));
    assertThrows(InvalidInputException.class, () -> s.atMost(-1));
  }

  @Test
  void theStartIsAnImage() {
    Field wrong = Field.zeros(Space.real(1, 3));
    assertThrows(ShapeMismatchException.class, () -> NormalSystem.of(1, B).from(wrong));
  }
}
