package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.NormalOperator;

/** {@code g² E* A*A E}, two evaluations. */
record AlignedNormal(NormalOperator c, PreparedOperator a) implements NormalOperator {
  @Override
  public Field normal(Field x) {
    x.require(a.domain(), "the image");
    a.meter.operated(1);
    return a.evaluate(() -> a.t.pull(c.normal(a.t.push(x))), a.domain(), "A*A x", x);
  }
}
