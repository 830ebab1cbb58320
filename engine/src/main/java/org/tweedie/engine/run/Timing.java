package org.tweedie.engine.run;

/**
 * Wall-clock seconds of the thread that runs.
 *
 * @param prior in the prior: denoising and its derivatives; of a program also loading it
 * @param operator in the forward operator: A, A*, solves, derivative products; of a program also
 *     preparing it
 * @param total all of it
 */
public record Timing(double prior, double operator, double total) {
  /** No time at all. */
  public static final Timing NONE = new Timing(0, 0, 0);

  /** Both together. */
  public Timing plus(Timing t) {
    return new Timing(prior + t.prior, operator + t.operator, total + t.total);
  }
}
