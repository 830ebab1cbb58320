package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;

/** The capability of a linear operator to solve {@code (A*A + λI) x = b}. */
public non-sealed interface NormalSolve extends Capability {
  /**
   * A solution and what it cost.
   *
   * @param x the solution
   * @param operatorEvaluations applications of A and A*, each counted once
   * @param relativeResidual {@code ‖(A*A + λI)x − b‖ / ‖b‖}, 0 for a closed form
   */
  record Solution(Field x, int operatorEvaluations, double relativeResidual) {}

  /** How well it solves. */
  Accuracy accuracy();

  /**
   * Solves {@code (A*A + λI) x = b}. An iteration stops where {@link #accuracy()} says, or earlier:
   * as soon as it estimates that the error e of x satisfies {@code √(‖Ae‖² + λ‖e‖²) ≤ error}, the
   * norm that conjugate gradients minimise.
   *
   * <p>A draw from a Gaussian with precision {@code (A*A + λI)/σ²} in n real components has {@code
   * E(‖Ae‖² + λ‖e‖²) = nσ²} around its mean: the scale on which samplers choose the error.
   *
   * @param lambda λ > 0
   * @param b an element of the operator's domain
   * @param start where an iteration starts, an element of the domain; a closed form ignores it
   * @param error at least 0; 0 asks for all that {@link #accuracy()} promises, and so gets any
   *     caller of a closed form
   */
  Solution solve(double lambda, Field b, Field start, double error);

  /** Solves as accurately as {@link #accuracy()} promises. */
  default Solution solve(double lambda, Field b, Field start) {
    return solve(lambda, b, start, 0);
  }
}
