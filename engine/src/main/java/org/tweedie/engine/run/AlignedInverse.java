package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.PseudoInverse;

/** {@code (g A E)⁺ = E* A⁺/g}. */
record AlignedInverse(PseudoInverse c, PreparedOperator a) implements PseudoInverse {
  @Override
  public Accuracy accuracy() {
    return c.accuracy();
  }

  @Override
  public Field pseudoInverse(Field y) {
    y.require(a.range(), "the measurement");
    double g = a.t.gain();
    return a.compute(() -> a.t.pull(c.pseudoInverse(y)).scale(1 / (g * g)), a.domain(), "A⁺y", y);
  }
}
