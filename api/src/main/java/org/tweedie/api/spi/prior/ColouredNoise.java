package org.tweedie.api.spi.prior;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a prior to colour noise by a covariance C of its own, for methods that are to
 * work the same on every grid: then {@link Denoiser} is for {@code x₀ + σC^½n}.
 */
public interface ColouredNoise extends Capability {
  /**
   * {@code C^½ w}, a new field.
   *
   * @param white an image of white noise
   */
  Field root(Field white);

  /**
   * {@code C x}, a new field; the matrix is symmetric and positive.
   *
   * @param x an image
   */
  Field product(Field x);
}
