package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.Likelihood;

/**
 * The capability of a prior to denoise knowing the data: {@code D(u, σ; y) ≈ E[x₀ | x₀ + σn = u,
 * y]}. In closed form for analytic priors, trained for one operator, or any denoiser with a
 * correction around it.
 */
public interface PosteriorDenoiser extends Capability {
  /**
   * {@code D(u, σ; y)} for each u of a batch.
   *
   * @param likelihood operator, data and noise model, in the prior's units
   * @param batch fields of one space that the card accepts; not written to
   * @param sigma noise level, positive and finite
   * @return new fields, in order
   */
  List<Field> denoise(Likelihood likelihood, List<Field> batch, double sigma);
}
