package org.tweedie.engine.run;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.numerics.krylov.ConjugateGradients;

/** {@code (A*A + λI) x = b} by conjugate gradients; its evaluations count where they happen. */
record KrylovSolve(PreparedOperator a) implements NormalSolve {
  /** Single precision leaves little below this. */
  private static final double TOLERANCE = 1e-6;

  /** Enough for any λ that samplers use; a solve that needs more says so by its residual. */
  private static final int MAX_ITERATIONS = 200;

  @Override
  public Accuracy accuracy() {
    return Accuracy.iterative(TOLERANCE);
  }

  @Override
  public Solution solve(NormalSystem s) {
    a.check(s);
    Optional<NormalOperator> fused = a.capability(NormalOperator.class);
    UnaryOperator<Field> normal =
        fused.isPresent() ? fused.get()::normal : x -> a.adjoint(a.apply(x));
    int[] products = new int[1];
    ConjugateGradients.Solution x =
        ConjugateGradients.solve(
            v -> {
              products[0]++;
              return normal.apply(v).axpy(s.lambda(), v);
            },
            s.b(),
            s.start().orElseGet(() -> Field.zeros(a.domain())),
            new ConjugateGradients.Stop(
                TOLERANCE, s.error(), s.lambda(), Math.min(MAX_ITERATIONS, s.iterations())));
    return Solution.of(a.meter.fromOperator(x.x(), s.b()), 2 * products[0], x.relativeResidual());
  }
}
