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
   * Solves {@code (A*A + λI) x = b}.
   *
   * @param lambda λ > 0
   * @param b an element of the operator's domain
   * @param start where an iteration starts, an element of the domain; a closed form ignores it
   */
  Solution solve(double lambda, Field b, Field start);
}
