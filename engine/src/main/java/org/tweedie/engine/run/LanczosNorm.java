package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.engine.run.Meter.Part;
import org.tweedie.numerics.krylov.Lanczos;

/**
 * {@code ‖A‖} from products with A*A by the Lanczos process, once, when first asked for: an upper
 * bound within the stated tolerance, right for 999 of 1000 random starts. It is preparation, not
 * sampling, so its evaluations are not counted.
 */
final class LanczosNorm implements NormBound {
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_ITERATIONS = 100;

  private final PreparedOperator a;
  private double norm = Double.NaN;

  LanczosNorm(PreparedOperator a) {
    this.a = a;
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.iterative(TOLERANCE);
  }

  @Override
  public synchronized double norm() {
    if (Double.isNaN(norm)) {
      norm = a.meter.in(Part.OPERATOR, this::iterate);
    }
    return norm;
  }

  private double iterate() {
    Field x = Field.zeros(a.domain());
    new CounterNoise(0).normals(0, 0, Purpose.of("norm"), x);
    double square =
        Lanczos.largestEigenvalue(v -> a.pull(a.push(v)), x, 2 * TOLERANCE, MAX_ITERATIONS).upper();
    return Math.sqrt(a.meter.fromOperator(square, x));
  }
}
