package org.tweedie.engine;

/**
 * Wall-clock seconds of a run, or of a whole program, by part. {@code network + operator + other =
 * total}; {@code fft} is a part of {@code operator}.
 *
 * @param network in the prior: denoising and its derivatives; of a program also loading it
 * @param operator in the forward operator: A, A*, solves, derivative products; of a program also
 *     preparing it
 * @param fft in Fourier transforms, each instant shared out among the threads at work; 0 if nothing
 *     measured them
 * @param other everything else: the sampler's own arithmetic, noise, checks
 * @param total from the first step to the last; of a program, all of it
 */
public record Timing(double network, double operator, double fft, double other, double total) {
  /** No time at all. */
  public static final Timing NONE = new Timing(0, 0, 0, 0, 0);

  /** What is spent neither in the prior nor in Fourier transforms. */
  public double outside() {
    return Math.max(0, total - network - fft);
  }

  /** {@link #outside()} as a share of the total, 0 to 1. */
  public double outsideShare() {
    return total > 0 ? outside() / total : 0;
  }

  /** The same work within a longer time: whatever else was done in it is {@code other}. */
  public Timing within(double seconds) {
    return new Timing(network, operator, fft, other + seconds - total, seconds);
  }

  /** Both together. */
  public Timing plus(Timing t) {
    return new Timing(
        network + t.network, operator + t.operator, fft + t.fft, other + t.other, total + t.total);
  }
}
