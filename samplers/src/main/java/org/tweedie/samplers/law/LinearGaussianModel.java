package org.tweedie.samplers.law;

import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.numerics.dense.Cholesky;
import org.tweedie.numerics.dense.Matrix;

/** A linear-Gaussian problem as matrices: prior N(μ, C), {@code y = A x + σ_y n}. */
final class LinearGaussianModel {
  /** μ. */
  final double[] mean;

  /** C. */
  final Matrix covariance;

  /** A. */
  final Matrix a;

  /** y. */
  final double[] y;

  /** σ_y. */
  final double sigmaY;

  LinearGaussianModel(LawPredictor.GaussianProblem p) {
    mean = p.mean();
    covariance = Matrix.of(p.covariance());
    a = Matrix.of(p.operator());
    y = p.data();
    sigmaY = p.sigma();
  }

  /** d. */
  int dimension() {
    return mean.length;
  }

  /** {@code K = C (C + σ²I)⁻¹}, the Jacobian of the denoiser. */
  Matrix gain(double sigma) {
    // C commutes with (C + σ²I)⁻¹.
    return smoothed(sigma * sigma).solve(covariance);
  }

  /** The denoiser {@code D(u, σ) = μ + K (u − μ)} after an affine map to u. */
  AffineMap denoised(AffineMap u, double sigma) {
    return u.plus(AffineMap.add(new double[mean.length], -1, mean)).then(gain(sigma)).plus(mean);
  }

  /** {@code y − A x} after an affine map to x. */
  AffineMap residual(AffineMap x) {
    return x.then(a).from(y);
  }

  /** {@code (AᵀA + λI)}. */
  Cholesky normal(double lambda) {
    return new Cholesky(
        a.transpose().times(a).plus(Matrix.scalar(dimension(), lambda)), "the normal matrix");
  }

  /** {@code argmin ½‖y − Ax‖² + ½λ‖x − v‖²} after an affine map to v. */
  AffineMap proximal(AffineMap v, double lambda) {
    return v.times(lambda).plus(a.transpose().times(y)).then(normal(lambda).inverse());
  }

  private Cholesky smoothed(double variance) {
    return new Cholesky(
        covariance.plus(Matrix.scalar(dimension(), variance)), "the smoothed covariance");
  }
}
