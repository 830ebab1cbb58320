package org.tweedie.numerics.krylov;

import java.util.function.DoublePredicate;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;

/**
 * The largest eigenvalue of a self-adjoint positive operator, enclosed by the Lanczos process. From
 * below by the largest eigenvalue of the tridiagonal matrix, which is certain. From above by the
 * Lanczos polynomial: the start's share in the leading eigenvector is at most 1 over its value at
 * the largest eigenvalue, and a random start has too small a share only with a probability that is
 * chosen (van Dorsselaer, Hochstenbach, van der Vorst, SIAM J. Matrix Anal. Appl. 22, 2000). So a
 * plateau of eigenvalues below a single larger one is not taken for the top of the spectrum.
 */
public final class Lanczos {
  /** How often a random start may hide the largest eigenvalue. */
  private static final double RISK = 1e-3;

  /** Halvings of an interval: beyond the last bit of a double. */
  private static final int HALVINGS = 60;

  /** alpha[j], and beta[j] beside it: the tridiagonal matrix so far. */
  private final double[] alpha;

  private final double[] beta;
  private int size;

  private Lanczos(int maxIterations) {
    alpha = new double[maxIterations];
    beta = new double[maxIterations];
  }

  /**
   * Where an eigenvalue lies.
   *
   * @param lower a bound from below, certain up to rounding
   * @param upper a bound from above, right for 999 of 1000 random starts
   */
  public record Enclosure(double lower, double upper) {}

  /**
   * Encloses the largest eigenvalue. With M = A*A the norm of A is its square root.
   *
   * @param m the operator; returns a new field and leaves its argument alone
   * @param start white Gaussian noise in the domain of M; not written to
   * @param tolerance stops when the bounds differ by less than this share of the lower one
   * @param maxIterations applications of M at most, at least 1
   * @return both bounds; 0 and 0 if M maps the start to 0
   */
  public static Enclosure largestEigenvalue(
      UnaryOperator<Field> m, Field start, double tolerance, int maxIterations) {
    Lanczos t = new Lanczos(maxIterations);
    // The modulus of one of n components of a random unit vector has density √(2n/π) at 0.
    double least = Math.log(RISK * Math.sqrt(Math.PI / (2.0 * start.data().length)));
    Field v = start.copy().scale(1 / start.norm());
    Field before = Field.zeros(start.space());
    double lower = 0;
    double upper = Double.POSITIVE_INFINITY;
    while (t.size < maxIterations && upper > lower * (1 + tolerance)) {
      Field w = m.apply(v);
      if (t.size > 0) {
        w.axpy(-t.beta[t.size - 1], before);
      }
      double a = w.dot(v);
      w.axpy(-a, v);
      double b = w.norm();
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        return new Enclosure(Double.NaN, Double.NaN);
      }
      t.alpha[t.size] = a;
      t.beta[t.size++] = b;
      double top = t.size == 1 ? Math.max(0, a) : t.above(0, t::exceedsEigenvalues);
      lower = top;
      if (b == 0) {
        return new Enclosure(top, top); // nothing else is in reach of the start
      }
      upper = t.above(top, x -> t.exceedsEigenvalues(x) && t.logPolynomial(x) >= -least);
      before = v;
      v = w.scale(1 / b);
    }
    return new Enclosure(lower, upper);
  }

  /** The smallest number above {@code from} for which a property that then stays begins to hold. */
  private double above(double from, DoublePredicate holds) {
    double low = from;
    double width = Math.max(Math.abs(from), alpha[0]) * 1e-16 + Double.MIN_NORMAL;
    while (!holds.test(low + width)) {
      width *= 2;
    }
    for (int i = 0; i < HALVINGS && width > 0; i++) {
      width /= 2;
      if (!holds.test(low + width)) {
        low += width;
      }
    }
    return low + width;
  }

  /** Whether {@code x − T} is positive: all its pivots are. */
  private boolean exceedsEigenvalues(double x) {
    double pivot = 1;
    for (int j = 0; j < size && pivot > 0; j++) {
      pivot = x - alpha[j] - (j > 0 ? beta[j - 1] * beta[j - 1] / pivot : 0);
    }
    return pivot > 0;
  }

  /** The logarithm at x above all eigenvalues of T of the polynomial that made the next vector. */
  private double logPolynomial(double x) {
    double pivot = 1;
    double log = 0;
    for (int j = 0; j < size; j++) {
      pivot = x - alpha[j] - (j > 0 ? beta[j - 1] * beta[j - 1] / pivot : 0);
      log += Math.log(pivot / beta[j]);
    }
    return log;
  }
}
