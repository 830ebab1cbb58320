package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;

/** The capability of a prior to make images of latent standard normals: {@code x = G(z)}. */
public interface Generator extends Capability {
  /** The space of z. */
  Space latent();

  /**
   * {@code G(z)} for each z of a batch, with its vector-Jacobian products; of at most one pullback
   * open at once.
   *
   * @param batch elements of {@link #latent()}; not written to
   */
  Pullback<List<Field>> linearize(List<Field> batch);
}
