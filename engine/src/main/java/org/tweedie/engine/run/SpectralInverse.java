package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** {@code A⁺y = V Σ⁺ U* y}. */
record SpectralInverse(SpectralDecomposition svd) implements PseudoInverse {
  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Field pseudoInverse(Field y) {
    Field c = svd.analyseData(y);
    SpectralSolve.perComponent(c, svd.singularValues(), s -> s > 0 ? 1 / s : 0);
    return svd.synthesise(c);
  }
}
