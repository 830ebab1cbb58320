package org.tweedie.samplers.levels;

/**
 * A noise level of the process {@code x_t = s(x₀ + σn)}.
 *
 * @param scale s, in (0, 1]; 1 for variance-exploding processes, {@code √ᾱ = 1/√(1+σ²)} for
 *     variance-preserving ones on images in [-1, 1]
 * @param sigma σ, at least 0
 */
public record Level(double scale, double sigma) {
  /** No noise. */
  public static final Level CLEAN = new Level(1, 0);

  /** The variance-exploding level, s = 1. */
  public static Level exploding(double sigma) {
    return new Level(1, sigma);
  }

  /** The variance-preserving level, s = 1/√(1+σ²). */
  public static Level preserving(double sigma) {
    return new Level(1 / Math.sqrt(1 + sigma * sigma), sigma);
  }
}
