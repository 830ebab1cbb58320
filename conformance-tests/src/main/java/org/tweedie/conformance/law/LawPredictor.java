package org.tweedie.conformance.law;

/**
 * Predicts the law of a sampler's output on small linear-Gaussian problems, in double precision.
 */
@FunctionalInterface
public interface LawPredictor {
  /**
   * A problem in real coordinates: prior N(mean, covariance), data {@code y = operator·x + σ n}.
   *
   * @param mean prior mean, length d
   * @param covariance prior covariance, d x d
   * @param operator the operator, m x d
   * @param data y, length m
   * @param sigma noise level per component
   */
  record GaussianProblem(
      double[] mean, double[][] covariance, double[][] operator, double[] data, double sigma) {}

  /**
   * A Gaussian law.
   *
   * @param mean length d
   * @param covariance d x d
   */
  record GaussianLaw(double[] mean, double[][] covariance) {}

  /** The law of one chain's output. */
  GaussianLaw predict(GaussianProblem problem);
}
