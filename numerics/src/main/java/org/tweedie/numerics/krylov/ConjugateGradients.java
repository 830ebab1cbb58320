package org.tweedie.numerics.krylov;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/**
 * Conjugate gradients for {@code M x = b} with M self-adjoint and positive for the real inner
 * product (Hestenes and Stiefel, 1952). Vectors are float32, scalars double.
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
   * How an iteration ended.
   *
   * @param iterations applications of M within the iteration; the warm start costs one more
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} by recurrence; 0 if b is 0
   */
  public record Ending(int iterations, double relativeResidual) {}

  /** M on vectors that are held as rows, in whatever order. */
  @FunctionalInterface
  public interface OnRows {
    /**
     * {@code out ← M x}.
     *
     * @param x not written to
     * @param out as many rows of the same lengths
     */
    void apply(float[][] x, float[][] out);
  }

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
    Field x = start.copy();
    Ending e =
        solve(
            (p, out) -> {
              float[] mp = m.apply(Field.wrap(b.space(), p[0])).data();
              System.arraycopy(mp, 0, out[0], 0, mp.length);
            },
            new float[][] {b.data()},
            new float[][] {x.data()},
            tolerance,
            maxIterations);
    return new Solution(x, e.iterations(), e.relativeResidual());
  }

  /**
   * Iterates on vectors that are held as rows of equal length, without a copy of any but its own.
   *
   * @param m the operator
   * @param b the right-hand side; not written to
   * @param x the first iterate, replaced by the last. A start of 0 costs no application of M
   * @param tolerance relative residual to reach, above 0
   * @param maxIterations at least 0
   */
  public static Ending solve(
      OnRows m, float[][] b, float[][] x, double tolerance, int maxIterations) {
    double scale = Math.sqrt(Rows.dot(b, b));
    if (scale == 0) {
      for (float[] row : x) {
        Arrays.fill(row, 0);
      }
      return new Ending(0, 0);
    }
    float[][] r = Rows.copy(b);
    float[][] mp = Rows.copy(b);
    if (Rows.dot(x, x) > 0) {
      m.apply(x, mp);
      Rows.subtract(r, mp);
    }
    float[][] p = Rows.copy(r);
    double rr = Rows.dot(r, r);
    int k = 0;
    while (k < maxIterations && Math.sqrt(rr) > tolerance * scale) {
      m.apply(p, mp);
      double curvature = Rows.dot(p, mp);
      if (!(curvature > 0)) {
        break; // rounding has used up what M can tell apart, or M is not positive
      }
      double next = Rows.advance(rr / curvature, p, mp, x, r);
      Rows.turn(next / rr, r, p);
      rr = next;
      k++;
    }
    return new Ending(k, Math.sqrt(rr) / scale);
  }
}
