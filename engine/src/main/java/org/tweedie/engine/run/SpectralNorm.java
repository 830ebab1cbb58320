package org.tweedie.engine.run;

import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** The largest singular value. */
record SpectralNorm(SpectralDecomposition svd) implements NormBound {
  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public double norm() {
    double largest = 0;
    for (float s : svd.singularValues().data()) {
      largest = Math.max(largest, s);
    }
    return largest;
  }
}
