package org.tweedie.engine.run;

import java.util.function.DoubleUnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** {@code x = V (Σ² + λ)⁻¹ V* b}. */
record SpectralSolve(SpectralDecomposition svd) implements NormalSolve {
  @Override
  public Accuracy accuracy() {
    return Accuracy.EXACT;
  }

  @Override
  public Solution solve(NormalSystem system) {
    Field c = svd.analyse(system.b());
    perComponent(c, svd.singularValues(), s -> 1 / (s * s + system.lambda()));
    return Solution.of(svd.synthesise(c), 0, 0);
  }

  static void perComponent(Field c, Field singularValues, DoubleUnaryOperator f) {
    float[] d = c.data();
    float[] s = singularValues.data();
    for (int i = 0; i < d.length; i++) {
      d[i] *= (float) f.applyAsDouble(s[i]);
    }
  }
}
