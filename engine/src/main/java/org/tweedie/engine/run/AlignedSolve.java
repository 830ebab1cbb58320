package org.tweedie.engine.run;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;

/** {@code (g²A*A + λ)x = b} is {@code (A*A + λ/g²)x = b/g²}; an idle imaginary part is b/λ. */
record AlignedSolve(NormalSolve c, PreparedOperator a) implements NormalSolve {
  @Override
  public Accuracy accuracy() {
    return c.accuracy();
  }

  @Override
  public Solution solve(NormalSystem s) {
    a.check(s);
    double g = a.t.gain();
    Scalar inside = a.t.data().scalar();
    NormalSystem system =
        NormalSystem.of(s.lambda() / (g * g), Alignment.cast(s.b(), inside).scale(1 / (g * g)))
            .within(s.error() / g)
            .atMost(s.iterations());
    NormalSystem begun = s.start().map(x -> system.from(Alignment.cast(x, inside))).orElse(system);
    Solution[] found = new Solution[1];
    Field x =
        a.compute(
            () -> {
              found[0] = c.solve(begun);
              return Alignment.cast(found[0].x(), a.t.prior().scalar());
            },
            a.domain(),
            "the solution",
            s.b());
    a.meter.operated(found[0].operatorEvaluations());
    if (!a.t.sameKind()) {
      float[] to = x.data();
      float[] from = s.b().data();
      for (int i = 1; i < to.length; i += 2) {
        to[i] = (float) (from[i] / s.lambda());
      }
    }
    return Solution.of(x, found[0].operatorEvaluations(), found[0].relativeResidual());
  }
}
