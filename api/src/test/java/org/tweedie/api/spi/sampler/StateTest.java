package org.tweedie.api.spi.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class StateTest {
  private static final Field X = Field.zeros(Space.real(2));
  private static final Field Z = Field.zeros(Space.complex(3));

  @Test
  void aStateHoldsFieldsOfAnySpaceAndNumbers() {
    State s = State.of("x", List.of(X)).with("z", List.of(Z, X, Z)).with("weights", 1, 2, 3);
    assertEquals(List.of(X), s.fields("x"));
    assertEquals(List.of(Z, X, Z), s.fields("z"));
    assertArrayEquals(new double[] {1, 2, 3}, s.numbers("weights"));
    assertEquals(List.of("x", "z"), List.copyOf(s.fields().keySet()));
    assertEquals(List.of("weights"), List.copyOf(s.numbers().keySet()));
    assertEquals(List.of(), State.of("none", List.of()).fields("none"));
    assertArrayEquals(new double[0], State.empty().with("none", new double[0]).numbers("none"));
  }

  @Test
  void addingAndReplacingLeavesTheStateBefore() {
    State first = State.of("x", List.of(X)).with("n", 1);
    State second = first.with("x", List.of(Z)).with("n", 2).with("m", 3);
    assertEquals(List.of(X), first.fields("x"));
    assertArrayEquals(new double[] {1}, first.numbers("n"));
    assertThrows(StateMismatchException.class, () -> first.numbers("m"));
    assertEquals(List.of(Z), second.fields("x"));
    assertArrayEquals(new double[] {2}, second.numbers("n"));
    assertTrue(State.empty().fields().isEmpty() && State.empty().numbers().isEmpty());
  }

  @Test
  void nobodyChangesAState() {
    List<Field> fields = new ArrayList<>(List.of(X));
    double[] numbers = {1};
    State s = State.of("x", fields).with("n", numbers);
    fields.clear();
    numbers[0] = 7;
    s.numbers("n")[0] = 8;
    s.numbers().get("n")[0] = 9;
    s.numbers().clear();
    assertEquals(List.of(X), s.fields("x"));
    assertArrayEquals(new double[] {1}, s.numbers("n"));
    assertThrows(UnsupportedOperationException.class, () -> s.fields("x").clear());
    assertThrows(UnsupportedOperationException.class, () -> s.fields().clear());
  }

  @Test
  void whatIsMissingIsNamed() {
    State s = State.of("x", List.of(X)).with("n", 1);
    StateMismatchException e =
        assertThrows(StateMismatchException.class, () -> s.fields("momentum"));
    assertTrue(e.getMessage().contains("no fields 'momentum'"), e.getMessage());
    // Fields and numbers have names of their own.
    assertThrows(StateMismatchException.class, () -> s.fields("n"));
    e = assertThrows(StateMismatchException.class, () -> s.numbers("x"));
    assertTrue(e.getMessage().contains("no numbers 'x'"), e.getMessage());
  }
}
