package org.tweedie.engine;

import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Sampler;

/**
 * A likelihood and a prior made ready for a sampler: aligned in the prior's units, completed by the
 * capabilities that can be derived, counted, and guarded against values that are not finite.
 *
 * <p>This is what a {@link Session} runs on; programs that make their own likelihood and prior use
 * it directly. Closing the prior is up to whoever made it.
 */
public final class PreparedProblem {
  private PreparedProblem() {}

  /**
   * Joins a likelihood and a prior.
   *
   * @param likelihood in the data's units
   * @param prior serves the shape of the operator's images
   * @param scale the value of the image, in the data's units, that corresponds to 1 in a prior
   *     whose images lie in [0, 1]; of no effect if the prior's range is unbounded
   * @throws org.tweedie.api.error.ShapeMismatchException if the prior does not serve the images
   */
  public static PreparedProblem of(Likelihood likelihood, Prior prior, double scale) {
    throw new UnsupportedOperationException("not yet: " + likelihood + prior + scale);
  }

  /** The problem, in the prior's units. */
  public Problem problem() {
    throw new UnsupportedOperationException();
  }

  /** How the data's units and the prior's belong together. */
  public Alignment alignment() {
    throw new UnsupportedOperationException();
  }

  /**
   * Checks what a sampler requires.
   *
   * @param id names the sampler in the message
   * @param sampler the sampler
   * @throws org.tweedie.api.error.UnsupportedProblemException naming everything that is missing
   */
  public void require(String id, Sampler sampler) {
    throw new UnsupportedOperationException("not yet: " + id + sampler);
  }

  /** Work done through {@link #problem()} so far. */
  public Counts counts() {
    throw new UnsupportedOperationException();
  }
}
