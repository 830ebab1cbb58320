package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class MeasurementTest {
  private static final Field ZEROS = Field.zeros(Space.real(2));
  private static final Likelihood LIKELIHOOD =
      new GaussianLikelihood(Operators.identity(ZEROS.space()), ZEROS, 1);

  @Test
  void whatIsAddedLeavesTheMeasurementBefore() {
    Measurement plain = Measurement.of(LIKELIHOOD, 3, ZEROS);
    Finding fact = Finding.info("noise", "The noise level is 1.");
    Finding doubt = Finding.warning("maps", "The maps were estimated.").with(ZEROS);
    UnitScale hu = UnitScale.of(2e-5, 0.02);
    Measurement m =
        plain
            .withView("b", ZEROS)
            .withFindings(List.of(fact))
            .withUnit("HU", hu)
            .withView("a", ZEROS)
            .withFindings(List.of(doubt));
    assertSame(LIKELIHOOD, m.likelihood());
    assertSame(ZEROS, m.baseline());
    assertEquals(3, m.scale());
    assertEquals(List.of("b", "a"), List.copyOf(m.views().keySet()));
    assertEquals(List.of(fact, doubt), m.findings());
    assertSame(hu, m.units().get("HU"));
    assertTrue(plain.views().isEmpty() && plain.findings().isEmpty() && plain.units().isEmpty());
    assertThrows(UnsupportedOperationException.class, () -> m.views().clear());
    assertThrows(UnsupportedOperationException.class, () -> m.units().clear());
    assertSame(ZEROS, doubt.field().orElseThrow());
    assertTrue(fact.field().isEmpty());
  }

  @Test
  void closingDoesWhatWasToBeDoneInOrder() {
    List<String> done = new ArrayList<>();
    Measurement m =
        Measurement.of(LIKELIHOOD, 1, ZEROS)
            .onClose(() -> done.add("first"))
            .withView("a", ZEROS)
            .onClose(() -> done.add("second"));
    assertEquals(List.of(), done);
    m.close();
    assertEquals(List.of("first", "second"), done);
  }

  @Test
  void aUnitHasASize() {
    UnitScale hu = UnitScale.of(2e-5, 0.02);
    assertEquals(2e-5, hu.perUnit());
    assertEquals(0.02, hu.atZero());
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> UnitScale.of(bad, 0));
    }
    assertThrows(IllegalArgumentException.class, () -> UnitScale.of(1, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> UnitScale.of(1, Double.POSITIVE_INFINITY));
  }
}
