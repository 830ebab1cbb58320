package org.tweedie.engine.problem;

import java.util.concurrent.atomic.AtomicInteger;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.numerics.krylov.ConjugateGradients;

/**
 * {@code (A*A + λI) x = b} by conjugate gradients.
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
  public Solution solve(double lambda, Field b, Field start, double error) {
    AtomicInteger evaluations = new AtomicInteger();
    ConjugateGradients.Solution s =
        ConjugateGradients.solve(
            x -> {
              evaluations.addAndGet(2);
              return a.adjoint(a.apply(x)).axpy(lambda, x);
            },
            b,
            start,
            new ConjugateGradients.Stop(TOLERANCE, error, MAX_ITERATIONS));
    return new Solution(s.x(), evaluations.get(), s.relativeResidual());
  }
}
