package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;

/** The capability of a linear operator to solve {@code (A*A + λI) x = b}. */
public interface NormalSolve extends Capability {
  /** A solution and what it cost. */
  final class Solution {
    private final Field x;
    private final int operatorEvaluations;
    private final double relativeResidual;

    private Solution(Field x, int operatorEvaluations, double relativeResidual) {
      this.x = x;
      this.operatorEvaluations = operatorEvaluations;
      this.relativeResidual = relativeResidual;
    }

    /**
     * A solution.
     *
     * @param x the solution, a new field
     * @param operatorEvaluations applications of A and A*, each counted once
     * @param relativeResidual {@code ‖(A*A + λI)x − b‖ / ‖b‖}, 0 for a closed form
     */
    public static Solution of(Field x, int operatorEvaluations, double relativeResidual) {
      return new Solution(x, operatorEvaluations, relativeResidual);
    }

    /** The solution. */
    public Field x() {
      return x;
    }

    /** Applications of A and A*, each counted once. */
    public int operatorEvaluations() {
      return operatorEvaluations;
    }

    /** {@code ‖(A*A + λI)x − b‖ / ‖b‖}, 0 for a closed form. */
    public double relativeResidual() {
      return relativeResidual;
    }
  }

  /** How well it solves. */
  Accuracy accuracy();

  /**
   * Solves the system. An iteration stops where {@link #accuracy()} says, or earlier where the
   * system gives leave.
   *
   * @param system λ, b, and where to start and to stop
   */
  Solution solve(NormalSystem system);
}
