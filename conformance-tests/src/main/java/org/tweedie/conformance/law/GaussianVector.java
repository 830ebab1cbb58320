package org.tweedie.conformance.law;

import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Matrix;

/**
 * The law N(mean, covariance) of a random vector.
 *
 * @param mean the mean
 * @param covariance the covariance
 */
record GaussianVector(double[] mean, Matrix covariance) {
  /** {@code N(mean, variance I)}. */
  static GaussianVector white(double[] mean, double variance) {
    return new GaussianVector(mean, Matrix.identity(mean.length).scaled(variance));
  }

  /** The law of {@code F x + c}. */
  GaussianVector through(Affine map) {
    double[] m = map.f().times(mean);
    for (int i = 0; i < m.length; i++) {
      m[i] += map.c()[i];
    }
    return new GaussianVector(
        m, map.f().times(covariance).times(map.f().transpose()).symmetrised());
  }

  /** The law after adding independent noise of this covariance. */
  GaussianVector plus(Matrix noise) {
    return new GaussianVector(mean, covariance.plus(1, noise));
  }

  /** The law after adding independent white noise. */
  GaussianVector plusWhite(double variance) {
    return plus(Matrix.identity(mean.length).scaled(variance));
  }

  GaussianLaw law() {
    return new GaussianLaw(mean.clone(), covariance.toArray());
  }
}
