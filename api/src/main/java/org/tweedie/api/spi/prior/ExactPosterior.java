package org.tweedie.api.spi.prior;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.LinearGaussian;

/** The capability of an analytic prior to give the posterior of a linear-Gaussian measurement. */
public interface ExactPosterior extends Capability {
  /** A posterior distribution in closed form. */
  interface Posterior {
    /** The mean, a new field. */
    Field mean();

    /** The variance of each real component, a new field. */
    Field variance();

    /** {@code log p(y)} in nats. */
    double logEvidence();

    /**
     * An exact draw, a new field.
     *
     * @param noise the source
     * @param chain global chain number
     * @param step step of the run
     * @param purpose what the draw is for
     */
    Field draw(Noise noise, int chain, long step, Purpose purpose);
  }

  /**
   * The posterior given {@code y = A x + σ n}.
   *
   * @param likelihood A, y and σ, in the prior's units
   */
  Posterior posterior(LinearGaussian likelihood);
}
