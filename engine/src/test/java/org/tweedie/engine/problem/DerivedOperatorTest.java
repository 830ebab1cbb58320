package org.tweedie.engine.problem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;

/** Derived capabilities against the closed forms of a diagonal. */
class DerivedOperatorTest {
  private static final Space SPACE = Space.complex(6, 7);
  private static final Structured EXACT = Structured.on(SPACE, Structured.everything());
  private final Meter meter = new Meter("p");
  private final Field b = Structured.random(SPACE, 3);

  private ForwardOperator derived(Structured a) {
    return DerivedOperator.of(WatchedOperator.of((LinearOperator) a, meter), meter);
  }

  private static <C extends org.tweedie.api.spi.Capability> C of(ForwardOperator a, Class<C> type) {
    return a.capability(type).orElseThrow();
  }

  private void assertSolves(NormalSolve solve, double tolerance) {
    for (double lambda : new double[] {0.01, 1, 100}) {
      Field truth = of(EXACT, NormalSolve.class).solve(lambda, b, b).x();
      NormalSolve.Solution s = solve.solve(lambda, b, Field.zeros(SPACE));
      assertTrue(
          s.x().copy().subtract(truth).norm() <= tolerance * truth.norm(),
          "lambda " + lambda + ": residual " + s.relativeResidual());
    }
  }

  @Test
  void withoutStructureTheSolveAndTheNormAreIterative() {
    ForwardOperator a = derived(Structured.on(SPACE, Set.of()));
    NormalSolve solve = of(a, NormalSolve.class);
    assertFalse(solve.accuracy().isExact());
    assertSolves(solve, 1e-4);
    NormBound norm = of(a, NormBound.class);
    assertEquals(1.5, norm.norm(), 1.5 * norm.accuracy().tolerance());
    assertTrue(a.capability(PseudoInverse.class).isEmpty());
    assertTrue(a.capability(SpectralDecomposition.class).isEmpty());
  }

  @Test
  void theNormIsPreparationAndNotCounted() {
    of(derived(Structured.on(SPACE, Set.of())), NormBound.class).norm();
    assertEquals(0, meter.counts().operatorEvaluations());
  }

  @Test
  void fromADecompositionEverythingIsExact() {
    ForwardOperator a = derived(Structured.on(SPACE, Set.of(SpectralDecomposition.class)));
    NormalSolve solve = of(a, NormalSolve.class);
    assertTrue(solve.accuracy().isExact());
    assertSolves(solve, 1e-6);
    assertEquals(1.5, of(a, NormBound.class).norm());
    PseudoInverse inverse = of(a, PseudoInverse.class);
    assertTrue(inverse.accuracy().isExact());
    assertArrayEquals(
        of(EXACT, PseudoInverse.class).pseudoInverse(b).data(), inverse.pseudoInverse(b).data());
  }

  @Test
  void whatTheOperatorBringsIsLeftAlone() {
    ForwardOperator a = derived(Structured.on(SPACE, Set.of(NormalSolve.class)));
    assertTrue(of(a, NormalSolve.class).accuracy().isExact());
    of(a, NormalSolve.class).solve(1, b, b);
    assertEquals(0, meter.counts().operatorEvaluations());
  }
}
