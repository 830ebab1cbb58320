package org.tweedie.engine.run;

import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.engine.run.Meter.Part;

/** {@code ‖g A E‖ ≤ g ‖A‖}. */
record AlignedNorm(NormBound c, PreparedOperator a) implements NormBound {
  @Override
  public Accuracy accuracy() {
    return c.accuracy();
  }

  @Override
  public double norm() {
    return a.meter.in(Part.OPERATOR, () -> a.t.gain() * c.norm());
  }
}
