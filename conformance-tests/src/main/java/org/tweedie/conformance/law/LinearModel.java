package org.tweedie.conformance.law;

import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.reference.Cholesky;
import org.tweedie.conformance.reference.Matrix;

/** A linear-Gaussian problem as matrices: prior N(μ, C), {@code y = A x + σ_y n}. */
final class LinearModel {
  /** A. */
  final Matrix a;

  /** y. */
  final double[] y;

  /** σ_y. */
  final double sigmaY;

  private final double[] mean;
  private final Matrix covariance;

  LinearModel(GaussianProblem p) {
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
    return covariance
        .plus(sigma * sigma, Matrix.identity(dimension()))
        .cholesky()
        .solve(covariance)
        .symmetrised();
  }

  /** The denoiser {@code D(u, σ) = μ + K (u − μ)} of an affine u. */
  Affine denoised(Affine u, double sigma) {
    return u.plus(-1, mean).then(gain(sigma)).plus(1, mean);
  }

  /** {@code y − A x} of an affine x. */
  Affine residual(Affine x) {
    return x.then(a).times(-1).plus(1, y);
  }

  /** {@code AᵀA + λI}. */
  Cholesky normal(double lambda) {
    return a.transpose().times(a).plus(lambda, Matrix.identity(dimension())).cholesky();
  }

  /** {@code argmin ½‖y − Ax‖² + ½λ‖x − v‖²} of an affine v. */
  Affine proximal(Affine v, double lambda) {
    Matrix inverse = normal(lambda).solve(Matrix.identity(dimension()));
    return v.times(lambda).plus(1, a.transpose().times(y)).then(inverse);
  }

  /** The law of x given y and the white prior N(0, τ²I) has this mean. */
  double[] plain(double tau) {
    return normal(Math.pow(sigmaY / tau, 2)).solve(a.transpose().times(y));
  }
}
