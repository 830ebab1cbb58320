package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;

/** The capability of a prior to differentiate its denoiser with respect to the image. */
public interface DifferentiableDenoiser extends Capability {
  /** How many pullbacks may be open at once, at least 1. */
  int maxOpen();

  /**
   * {@code D(u, σ)} for each u of a batch, with the vector-Jacobian product {@code J_Dᵀ v} of each;
   * the cost of one forward pass.
   *
   * @param batch fields of one space that the card accepts; not written to
   * @param sigma noise level, positive and finite
   * @throws org.tweedie.api.error.LifecycleException if {@link #maxOpen()} pullbacks are open
   */
  Pullback<List<Field>> linearize(List<Field> batch, double sigma);
}
