package org.tweedie.samplers.law;

import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.numerics.dense.Matrix;

/**
 * The law N(mean, covariance) of a state.
 *
 * @param mean the mean
 * @param covariance the covariance
 */
record GaussianVector(double[] mean, Matrix covariance) {
  /** {@code N(mean, variance I)}. */
  static GaussianVector white(double[] mean, double variance) {
    return new GaussianVector(mean, Matrix.scalar(mean.length, variance));
  }

  /** The law after an affine map. */
  GaussianVector through(AffineMap map) {
    return new GaussianVector(
        AffineMap.add(map.f().times(mean), 1, map.c()), covariance.congruence(map.f()));
  }

  /** The law after adding independent noise of this covariance. */
  GaussianVector plus(Matrix noise) {
    return new GaussianVector(mean, covariance.plus(noise));
  }

  /** The law after adding independent white noise. */
  GaussianVector plusWhite(double variance) {
    return plus(Matrix.scalar(mean.length, variance));
  }

  LawPredictor.GaussianLaw law() {
    return new LawPredictor.GaussianLaw(mean, covariance.toArray());
  }
}
