package org.tweedie.numerics.krylov;

import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/** The largest eigenvalue of a self-adjoint positive operator. */
public final class PowerIteration {
  private PowerIteration() {}

  /**
   * The upper bound of {@link Lanczos#largestEigenvalue}.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param start white Gaussian noise in the domain of M; not written to
   * @param tolerance stops when the bounds differ by less than this share
   * @param maxIterations at least 1
   * @return 0 if M maps the start to 0
   */
  public static double largestEigenvalue(
      UnaryOperator<Field> m, Field start, double tolerance, int maxIterations) {
    return Lanczos.largestEigenvalue(m, start, tolerance, maxIterations).upper();
  }
}
