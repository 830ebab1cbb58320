package org.tweedie.engine.problem;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;

/**
 * {@code (A*A + λI) x = b} by conjugate gradients (Hestenes, Stiefel, 1952).
 *
 * @param a the operator
 */
record KrylovSolve(LinearOperator a) implements NormalSolve {
  /** Single precision leaves little below this. */
  private static final double TOLERANCE = 1e-6;

  /** Enough for any λ that samplers use; a solve that needs more says so by its residual. */
  private static final int MAX_ITERATIONS = 200;

  @Override
  public Accuracy accuracy() {
    return Accuracy.iterative(TOLERANCE);
  }

  @Override
  public Solution solve(double lambda, Field b, Field start) {
    double scale = b.norm();
    if (scale == 0) {
      return new Solution(Field.zeros(b.space()), 0, 0);
    }
    Field x = start.copy();
    int evaluations = 0;
    Field r = b.copy();
    if (x.normSquared() > 0) {
      r.subtract(normal(lambda, x));
      evaluations += 2;
    }
    Field p = r.copy();
    double rr = r.normSquared();
    for (int i = 0; i < MAX_ITERATIONS && Math.sqrt(rr) > TOLERANCE * scale; i++) {
      Field q = normal(lambda, p);
      evaluations += 2;
      double alpha = rr / p.dot(q);
      x.axpy(alpha, p);
      r.axpy(-alpha, q);
      double next = r.normSquared();
      p.axpby(next / rr, 1, r);
      rr = next;
    }
    return new Solution(x, evaluations, Math.sqrt(rr) / scale);
  }

  private Field normal(double lambda, Field x) {
    return a.adjoint(a.apply(x)).axpy(lambda, x);
  }
}
