package org.tweedie.conformance.law;

import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Matrix;

/**
 * The law N(mean, covariance) of a random vector.
 *
 * @param mean the mean
 * @param covariance the covariance
 */
public record GaussianVector(double[] mean, Matrix covariance) {
  /** {@code N(mean, variance I)}. */
  public static GaussianVector white(double[] mean, double variance) {
    return new GaussianVector(mean, Matrix.identity(mean.length).scaled(variance));
  }

  /** The law of {@code F x + c}. */
  public GaussianVector through(Affine map) {
    double[] m = map.f().times(mean);
    for (int i = 0; i < m.length; i++) {
      m[i] += map.c()[i];
    }
    return new GaussianVector(
        m, map.f().times(covariance).times(map.f().transpose()).symmetrised());
  }

  /** The law after adding independent noise of this covariance. */
  public GaussianVector plus(Matrix noise) {
    return new GaussianVector(mean, covariance.plus(1, noise));
  }

  /** The law after adding independent white noise. */
  public GaussianVector plusWhite(double variance) {
    return plus(Matrix.identity(mean.length).scaled(variance));
  }

  /** In the form in which a law is predicted. */
  public GaussianLaw law() {
    return new GaussianLaw(mean.clone(), covariance.toArray());
  }
}
