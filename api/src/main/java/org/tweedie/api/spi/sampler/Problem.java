package org.tweedie.api.spi.sampler;

import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.prior.Prior;

/**
 * A likelihood and a prior in the prior's units: the posterior {@code p(x | y) ∝ p(x) p(y | A(x))}.
 *
 * @param likelihood operator, data and noise model, scaled to the prior's units
 * @param prior the prior
 */
public record Problem(Likelihood likelihood, Prior prior) {
  /**
   * Checks that prior and operator share a space.
   *
   * @throws ShapeMismatchException if the prior does not serve the operator's images
   */
  public Problem {
    Space image = likelihood.operator().domain();
    if (!prior.card().spaces().accepts(image)) {
      throw new ShapeMismatchException(
          "the operator's images are " + image,
          prior.card().spaces() + " by the prior " + prior.card().name(),
          "choose a prior that serves them");
    }
  }

  /** The space of the images. */
  public Space space() {
    return likelihood.operator().domain();
  }

  /**
   * A 64-bit hash (FNV-1a) of what makes this problem this problem: image space, data and the name
   * of the prior. A saved state is stamped with it.
   */
  public long hash() {
    long h = 0xcbf29ce484222325L;
    for (char c : (space() + prior.card().name()).toCharArray()) {
      h = (h ^ c) * 0x100000001b3L;
    }
    Field y = likelihood.data();
    for (float v : y.data()) {
      h = (h ^ Float.floatToIntBits(v)) * 0x100000001b3L;
    }
    return h;
  }
}
