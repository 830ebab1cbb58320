package org.tweedie.engine;

/**
 * Wall-clock seconds of a run by part. {@code network + operator + other = total}; {@code fft} is a
 * part of {@code operator}.
 *
 * @param network in the prior: denoising and its derivatives
 * @param operator in the forward operator: A, A*, solves, derivative products
 * @param fft while at least one thread was in a Fourier transform; 0 if nothing measured them
 * @param other everything else: the sampler's own arithmetic, noise, checks
 * @param total from the first step to the last
 */
public record Timing(double network, double operator, double fft, double other, double total) {
  /** No time at all. */
  public static final Timing NONE = new Timing(0, 0, 0, 0, 0);

  /**
   * What is spent neither in the prior nor in Fourier transforms: overhead, for an MRI operator.
   */
  public double outside() {
    return Math.max(0, total - network - fft);
  }

  /** Both together. */
  public Timing plus(Timing t) {
    return new Timing(
        network + t.network, operator + t.operator, fft + t.fft, other + t.other, total + t.total);
  }
}
