package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a prior to colour noise by a covariance C of its own and to denoise it, for
 * methods that are to work the same on every grid. {@link Denoiser} is for white noise
 * nevertheless; a prior may have one or both.
 */
public interface ColouredNoise extends Capability {
  /**
   * {@code C^½ w}, a new field.
   *
   * @param white an image of white noise
   */
  Field root(Field white);

  /**
   * {@code E[x₀ | x₀ + σC^½n = u]} for each u of a batch, whose elements do not influence one
   * another.
   *
   * @param batch fields of one space that the card accepts; not written to
   * @param sigma noise level, positive and finite
   * @return new fields, in order
   */
  List<Field> denoiseColoured(List<Field> batch, double sigma);

  /**
   * {@code C x}, a new field; the matrix is symmetric and positive.
   *
   * @param x an image
   */
  Field product(Field x);
}
