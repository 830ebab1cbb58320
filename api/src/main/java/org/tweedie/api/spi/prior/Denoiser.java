package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * A denoiser {@code D(u, σ) ≈ E[x₀ | x₀ + σn = u]}. By Tweedie's formula the score of the smoothed
 * prior is {@code (D(u, σ) − u)/σ²}. σ is in the units of the prior's images, per real component.
 */
public interface Denoiser extends Capability {
  /**
   * {@code D(u, σ)} for each u of a batch, whose elements do not influence one another.
   *
   * @param batch fields of one space that the card accepts; not written to
   * @param sigma noise level, positive and finite
   * @return new fields, in order
   * @throws org.tweedie.api.error.TweedieException if the space is not served, or after close
   */
  List<Field> denoise(List<Field> batch, double sigma);
}
