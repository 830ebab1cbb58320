package org.tweedie.numerics.krylov;

import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/** The largest eigenvalue of a self-adjoint positive operator by power iteration. */
public final class PowerIteration {
  private PowerIteration() {}

  /**
   * An estimate from below, {@code ‖M v‖ / ‖v‖} at the last iterate v. With M = A*A the norm of A
   * is its square root.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param start the first iterate, not orthogonal to the leading eigenvector; not written to
   * @param tolerance stops when the estimate changes by less than this share of itself
   * @param maxIterations at least 1
   * @return 0 if M maps the start to 0
   */
  public static double largestEigenvalue(
      UnaryOperator<Field> m, Field start, double tolerance, int maxIterations) {
    Field v = start.copy().scale(1 / start.norm());
    double estimate = 0;
    for (int k = 0; k < maxIterations; k++) {
      Field w = m.apply(v);
      double next = w.norm();
      if (next == 0 || Math.abs(next - estimate) <= tolerance * next) {
        return next;
      }
      estimate = next;
      v = w.scale(1 / next);
    }
    return estimate;
  }
}
