package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capable;

/**
 * A denoiser {@code D(u, σ) ≈ E[x₀ | x₀ + σn = u]}. By Tweedie's formula the score of the smoothed
 * prior is {@code (D(u, σ) − u)/σ²}. σ is in the units of the prior's images, per real component.
 *
 * <p>A prior belongs to one thread at a time. The elements of a batch do not influence one another.
 */
public interface Prior extends Capable, AutoCloseable {
  /** What this prior is, was trained on, and can do. */
  PriorCard card();

  /**
   * {@code D(u, σ)} for each u of a batch.
   *
   * @param batch fields of one space that the card accepts; not written to
   * @param sigma noise level, positive and finite
   * @return new fields, in order
   * @throws org.tweedie.api.error.TweedieException if the space is not served, or after close
   */
  List<Field> denoise(List<Field> batch, double sigma);

  /** Frees what the prior holds; every later call but this one fails. */
  @Override
  void close();
}
