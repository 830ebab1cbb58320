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

  /**
   * When an iteration ends; whichever comes first.
   *
   * @param relativeResidual {@code ‖M x − b‖ / ‖b‖} to reach, at least 0
   * @param error {@code √⟨e, M e⟩} of the error e = x − M⁻¹b to reach, at least 0. Estimated by
   *     what the last two iterations took from its square, a bound from below of what was left
   *     before them (Hestenes and Stiefel, 1952; Strakoš and Tichý, Electron. Trans. Numer. Anal.
   *     13, 2002)
   * @param iterations at most so many, at least 0
   */
  public record Stop(double relativeResidual, double error, int iterations) {}

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
   * Iterates until it may stop.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param b the right-hand side; not written to
   * @param start the first iterate; not written to. A start of 0 costs no application of M
   * @param stop when to stop
   */
  public static Solution solve(UnaryOperator<Field> m, Field b, Field start, Stop stop) {
    Field x = start.copy();
    Ending e =
        solve(
            (p, out) -> {
              float[] mp = m.apply(Field.wrap(b.space(), p[0])).data();
              System.arraycopy(mp, 0, out[0], 0, mp.length);
            },
            new float[][] {b.data()},
            new float[][] {x.data()},
            stop);
    return new Solution(x, e.iterations(), e.relativeResidual());
  }

  /**
   * Iterates on vectors that are held as rows of equal length, without a copy of any but its own.
   *
   * @param m the operator
   * @param b the right-hand side; not written to
   * @param x the first iterate, replaced by the last. A start of 0 costs no application of M
   * @param stop when to stop
   */
  public static Ending solve(OnRows m, float[][] b, float[][] x, Stop stop) {
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
    double error = stop.error() * stop.error();
    double lastGain = Double.POSITIVE_INFINITY;
    double gains = Double.POSITIVE_INFINITY;
    int k = 0;
    while (k < stop.iterations()
        && Math.sqrt(rr) > stop.relativeResidual() * scale
        && gains > error) {
      m.apply(p, mp);
      double curvature = Rows.dot(p, mp);
      if (!(curvature > 0)) {
        break; // rounding has used up what M can tell apart, or M is not positive
      }
      double length = rr / curvature;
      double gain = length * rr; // ⟨e, M e⟩ falls by it
      gains = lastGain + gain;
      lastGain = gain;
      double next = Rows.advance(length, p, mp, x, r);
      Rows.turn(next / rr, r, p);
      rr = next;
      k++;
    }
    return new Ending(k, Math.sqrt(rr) / scale);
  }
}
