package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.engine.run.Meter.Part;
import org.tweedie.numerics.krylov.PowerIteration;

/**
 * {@code ‖A‖} from products with A*A, once, when first asked for. Approaches the norm from below.
 * It is preparation, not sampling, so its evaluations are not counted.
 */
final class PowerNorm implements NormBound {
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_ITERATIONS = 100;

  private final PreparedOperator a;
  private double norm = Double.NaN;

  PowerNorm(PreparedOperator a) {
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
    // A late iteration gains a small part of what is still missing: ask for a tenth.
    double square =
        PowerIteration.largestEigenvalue(
            v -> a.pull(a.push(v)), x, 0.1 * TOLERANCE, MAX_ITERATIONS);
    return Math.sqrt(a.meter.fromOperator(square, x));
  }
}
