package org.tweedie.conformance.own;

import java.util.List;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.PriorRules;
import org.tweedie.priors.analytic.GaussianMixture;
import org.tweedie.priors.analytic.GaussianMixturePrior;

/** The rules for priors on the Gaussian mixture: the two modes of golden problem G2. */
class MixtureTest extends PriorRules {
  @Override
  protected Prior open(Space space) {
    return new GaussianMixturePrior(
        new GaussianMixture(
            new double[] {0.3, 0.7},
            new double[][] {{-1, 0.5}, {1, -0.3}},
            new double[][][] {{{0.04, 0}, {0, 0.04}}, {{0.09, 0.01}, {0.01, 0.0225}}}),
        space);
  }

  @Override
  protected List<Space> spaces() {
    return List.of(Space.real(2));
  }
}
