package org.tweedie.priors.analytic;

import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.PriorCard;

/** The only data that Gaussian priors know a closed form for. */
final class LinearData {
  private LinearData() {}

  /**
   * The linear-Gaussian structure of a likelihood.
   *
   * @param prior who asks, for the message
   * @throws UnsupportedProblemException if it has none
   */
  static LinearGaussian of(Likelihood likelihood, PriorCard prior) {
    return likelihood
        .capability(LinearGaussian.class)
        .orElseThrow(
            () ->
                new UnsupportedProblemException(
                    "the prior " + prior.name() + " denoises knowing linear-Gaussian data only",
                    "use an operator that is linear with Gaussian noise, or a method that does"
                        + " not ask the prior for a posterior denoiser"));
  }
}
