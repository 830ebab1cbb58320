package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;

/**
 * The equations {@code (A*A + λI) x = b}, and how well and how long to work on them. Immutable.
 *
 * <p>A draw from a Gaussian with precision {@code (A*A + λI)/σ²} in n real components has {@code
 * E(‖Ae‖² + λ‖e‖²) = nσ²} around its mean: the scale on which samplers choose the error.
 */
public final class NormalSystem {
  private final double lambda;
  private final Field b;
  private final Optional<Field> start;
  private final double error;
  private final int iterations;

  private NormalSystem(
      double lambda, Field b, Optional<Field> start, double error, int iterations) {
    // Written so that NaN fails.
    if (!(lambda > 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "a solve of (A*A + λI)x = b was asked for with λ = " + lambda,
          "use a positive, finite λ");
    }
    if (!(error >= 0) || iterations < 0) {
      throw new InvalidInputException(
          "a solve was asked for with error " + error + " and " + iterations + " iterations",
          "use numbers that are not negative");
    }
    this.lambda = lambda;
    this.b = b;
    this.start = start.map(s -> s.require(b.space(), "the start of a solve"));
    this.error = error;
    this.iterations = iterations;
  }

  /**
   * The equations, to be solved as accurately as the operator promises, from zero.
   *
   * @param lambda λ, positive and finite
   * @param b an element of the operator's domain
   */
  public static NormalSystem of(double lambda, Field b) {
    return new NormalSystem(lambda, b, Optional.empty(), 0, Integer.MAX_VALUE);
  }

  /** The same from a start, an element of the domain; a closed form ignores it. */
  public NormalSystem from(Field x) {
    return new NormalSystem(lambda, b, Optional.of(x), error, iterations);
  }

  /**
   * The same, with leave to stop as soon as the error e of x satisfies {@code √(‖Ae‖² + λ‖e‖²) ≤
   * error}, the norm that conjugate gradients minimise.
   *
   * @param e at least 0; 0 asks for all that the operator promises
   */
  public NormalSystem within(double e) {
    return new NormalSystem(lambda, b, start, e, iterations);
  }

  /**
   * The same, by at most so many iterations; a closed form ignores it.
   *
   * @param most at least 0
   */
  public NormalSystem atMost(int most) {
    return new NormalSystem(lambda, b, start, error, most);
  }

  /** λ. */
  public double lambda() {
    return lambda;
  }

  /** The right-hand side; not to be written to. */
  public Field b() {
    return b;
  }

  /** Where an iteration starts: zero if empty; not to be written to. */
  public Optional<Field> start() {
    return start;
  }

  /** The error allowed, in the energy norm. */
  public double error() {
    return error;
  }

  /** The largest number of iterations. */
  public int iterations() {
    return iterations;
  }
}
