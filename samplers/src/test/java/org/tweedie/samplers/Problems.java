package org.tweedie.samplers;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.engine.run.PreparedProblem;
import org.tweedie.priors.analytic.GaussianMixture;
import org.tweedie.priors.analytic.GaussianMixturePrior;

/** Problems of few unknowns that depend on one another; see {@link Pixels} for those apart. */
public final class Problems {
  /** G2: a mixture in the plane, y = x₁ + x₂/2 + 0.4 n = 0.3. */
  static final GaussianMixture G2 =
      new GaussianMixture(
          new double[] {0.3, 0.7},
          new double[][] {{-1, 0.5}, {1, -0.3}},
          new double[][][] {{{0.04, 0}, {0, 0.04}}, {{0.09, 0}, {0, 0.0225}}});

  /** The operator of G2. */
  static final double[][] G2_OPERATOR = {{1, 0.5}};

  /** The data of G2. */
  static final double[] G2_DATA = {0.3};

  private Problems() {}

  /**
   * Two complex unknowns and three real components of data; operator and covariance do not commute.
   */
  static PreparedProblem complex() {
    double[][] covariance = {
      {0.5, 0.1, -0.15, 0.05},
      {0.1, 0.4, 0.1, -0.1},
      {-0.15, 0.1, 0.6, 0.2},
      {0.05, -0.1, 0.2, 0.3}
    };
    double[][] operator = {{0.9, -0.3, 0.2, 0}, {0.3, 0.9, 0, 0.2}, {-0.1, 0.5, 0.4, -0.6}};
    Space domain = Space.complex(2);
    GaussianMixture prior =
        GaussianMixture.gaussian(new double[] {0.3, -0.2, 0.1, 0.4}, covariance);
    return of(
        new DenseOperator(operator, domain),
        new double[] {0.7, -0.4, 0.5},
        0.3,
        new GaussianMixturePrior(prior, domain));
  }

  /** G2. */
  public static PreparedProblem g2() {
    return g2(g2Operator(), g2Prior());
  }

  /** The operator of G2 on images. */
  static LinearOperator g2Operator() {
    return new DenseOperator(G2_OPERATOR, Space.real(2));
  }

  /** The prior of G2 on images. */
  static Prior g2Prior() {
    return new GaussianMixturePrior(G2, Space.real(2));
  }

  /** G2 with another operator and another prior in the place of its own. */
  static PreparedProblem g2(LinearOperator operator, Prior prior) {
    return of(operator, G2_DATA, 0.4, prior);
  }

  private static PreparedProblem of(
      LinearOperator operator, double[] data, double sigma, Prior prior) {
    Field y = DenseOperator.narrow(data, operator.range());
    return PreparedProblem.of(new GaussianLikelihood(operator, y, sigma), prior, 1);
  }
}
