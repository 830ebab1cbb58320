package org.tweedie.numerics.krylov;

import java.util.Arrays;
import org.tweedie.numerics.krylov.ConjugateGradients.Ending;
import org.tweedie.numerics.krylov.ConjugateGradients.Stop;

/**
 * One system on its way: what conjugate gradients hold between two applications of M, and how far
 * they may still be from the solution.
 *
 * <p>Two numbers enclose the squared error {@code ⟨e, Me⟩} (Meurant and Tichý, Numer. Algorithms
 * 62, 2013). What two steps took from it is a bound from below of what it was before them.
 * Gauss-Radau quadrature with a number μ below every eigenvalue of M bounds from above what is
 * left: the one that sees a plateau coming, where steps take little and much is left. It is two to
 * four times the error where convergence is slow; asking for it in full would double the price of
 * being right.
 */
final class Progress {
  /** How far the upper bound may be above the error that is allowed. */
  private static final double SLACK = 1.4;

  private final float[][] x;
  private final float[][] r;
  private final float[][] p;
  private final double scale;
  private final Stop stop;
  private double rr;
  private int steps;
  private boolean ended;

  /** What the last step, and the last two, took from the squared error. */
  private double gain = Double.POSITIVE_INFINITY;

  private double gains = Double.POSITIVE_INFINITY;

  /** Times {@code r·r} the bound from above on the squared error. */
  private double radau;

  /**
   * @param x the first iterate; overwritten, by 0 where the right-hand side is 0
   * @param r its residual b − Mx; overwritten
   * @param scale ‖b‖
   * @param stop when to stop
   */
  Progress(float[][] x, float[][] r, double scale, Stop stop) {
    this.x = x;
    this.r = r;
    this.scale = scale;
    this.stop = stop;
    if (scale == 0) {
      for (int i = 0; i < x.length; i++) {
        Arrays.fill(x[i], 0);
        Arrays.fill(r[i], 0);
      }
    }
    this.p = Rows.copy(r);
    this.rr = Rows.dot(r, r);
    this.radau = 1 / stop.smallest();
  }

  /** Whether there is another step to make. */
  boolean goesOn() {
    return !ended
        && steps < stop.iterations()
        && Math.sqrt(rr) > stop.relativeResidual() * scale
        && !isCloseEnough();
  }

  private boolean isCloseEnough() {
    double allowed = stop.error() * stop.error();
    boolean bounded = stop.smallest() == 0 || radau * rr <= SLACK * SLACK * allowed;
    return gains <= allowed && bounded;
  }

  /** The vector that M is to be applied to; not a copy. */
  float[][] direction() {
    return p;
  }

  /** The iterate; not a copy. */
  float[][] iterate() {
    return x;
  }

  /** One step, with M applied to the direction. */
  void advance(float[][] mp) {
    double curvature = Rows.dot(p, mp);
    if (!(curvature > 0)) {
      ended = true; // rounding has used up what M can tell apart, or M is not positive
      return;
    }
    double length = rr / curvature;
    gains = gain + length * rr;
    gain = length * rr;
    double next = Rows.advance(length, p, mp, x, r);
    double turn = next / rr;
    Rows.turn(turn, r, p);
    if (stop.smallest() > 0) {
      double above = Math.max(0, radau - length); // below 0 by rounding alone
      radau = above / (stop.smallest() * above + turn);
    }
    rr = next;
    steps++;
  }

  /** Where it stands. */
  Ending ending() {
    return new Ending(steps, scale == 0 ? 0 : Math.sqrt(rr) / scale);
  }
}
