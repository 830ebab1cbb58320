package org.tweedie.engine.problem;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.numerics.krylov.PowerIteration;

/**
 * {@code ‖A‖} by power iteration on A*A, once, when first asked for. Approaches the norm from
 * below; stops when an iteration changes it by less than the tolerance. It is preparation, not
 * sampling, so its evaluations are not counted.
 */
final class PowerNorm implements NormBound {
  private static final double TOLERANCE = 1e-3;
  private static final int MAX_ITERATIONS = 100;

  private final LinearOperator a;
  private final Meter meter;
  private double norm = Double.NaN;

  PowerNorm(LinearOperator a, Meter meter) {
    this.a = a;
    this.meter = meter;
  }

  @Override
  public Accuracy accuracy() {
    return Accuracy.iterative(TOLERANCE);
  }

  @Override
  public synchronized double norm() {
    if (Double.isNaN(norm)) {
      norm = meter.uncounted(this::iterate);
    }
    return norm;
  }

  private double iterate() {
    Field x = Field.zeros(a.domain());
    new CounterNoise(0).normals(0, 0, Purpose.of("norm"), x);
    // A late iteration gains a small part of what is still missing: ask for a tenth.
    return Math.sqrt(
        PowerIteration.largestEigenvalue(
            v -> a.adjoint(a.apply(v)), x, 0.1 * TOLERANCE, MAX_ITERATIONS));
  }
}
