package org.tweedie.numerics.krylov;

import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/**
 * Conjugate gradients for {@code M x = b} with M self-adjoint and positive for the real inner
 * product (Hestenes and Stiefel, 1952). Fields are float32, scalars double.
 */
public final class ConjugateGradients {
  private ConjugateGradients() {}

  /**
   * Where an iteration ended.
   *
   * @param x the last iterate
   * @param iterations applications of M within the iteration; the warm start costs one more
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} by recurrence; 0 if b is 0
   */
  public record Solution(Field x, int iterations, double relativeResidual) {}

  /**
   * Iterates until the relative residual falls to the tolerance or the budget is spent.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param b the right-hand side; not written to
   * @param start the first iterate; not written to. A start of 0 costs no application of M
   * @param tolerance relative residual to reach, above 0
   * @param maxIterations at least 0
   */
  public static Solution solve(
      UnaryOperator<Field> m, Field b, Field start, double tolerance, int maxIterations) {
    double scale = b.norm();
    if (scale == 0) {
      return new Solution(Field.zeros(b.space()), 0, 0);
    }
    Field x = start.copy();
    Field r = b.copy();
    if (x.normSquared() > 0) {
      r.subtract(m.apply(x));
    }
    Field p = r.copy();
    double rr = r.normSquared();
    int k = 0;
    while (k < maxIterations && Math.sqrt(rr) > tolerance * scale) {
      Field mp = m.apply(p);
      double curvature = p.dot(mp);
      if (!(curvature > 0)) {
        break; // rounding has used up what M can tell apart, or M is not positive
      }
      double alpha = rr / curvature;
      x.axpy(alpha, p);
      r.axpy(-alpha, mp);
      double next = r.normSquared();
      p.axpby(next / rr, 1, r);
      rr = next;
      k++;
    }
    return new Solution(x, k, Math.sqrt(rr) / scale);
  }
}
