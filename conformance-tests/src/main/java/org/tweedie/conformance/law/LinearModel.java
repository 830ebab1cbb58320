package org.tweedie.conformance.law;

import java.util.Arrays;
import org.tweedie.conformance.law.LawPredictor.GaussianProblem;
import org.tweedie.conformance.reference.Cholesky;
import org.tweedie.conformance.reference.Matrix;

/** A linear-Gaussian problem as matrices: prior N(μ, C), {@code y = A x + σ_y n}. */
public final class LinearModel {
  /** A. */
  public final Matrix a;

  /** y. */
  public final double[] y;

  /** σ_y. */
  public final double sigmaY;

  private final double[] mean;
  private final Matrix covariance;

  /** The problem in matrices. */
  public LinearModel(GaussianProblem p) {
    mean = p.mean();
    covariance = Matrix.of(p.covariance());
    a = Matrix.of(p.operator());
    y = p.data();
    sigmaY = p.sigma();
  }

  /** {@code ‖A‖}. */
  public double norm() {
    double[] squares = a.transpose().times(a).eigen().values();
    return Math.sqrt(Arrays.stream(squares).max().orElse(0));
  }

  /** d. */
  public int dimension() {
    return mean.length;
  }

  /** {@code K = C (C + σ²I)⁻¹}, the Jacobian of the denoiser. */
  public Matrix gain(double sigma) {
    // C commutes with (C + σ²I)⁻¹.
    return covariance
        .plus(sigma * sigma, Matrix.identity(dimension()))
        .cholesky()
        .solve(covariance)
        .symmetrised();
  }

  /** The denoiser {@code D(u, σ) = μ + K (u − μ)} of an affine u. */
  public Affine denoised(Affine u, double sigma) {
    return u.plus(-1, mean).then(gain(sigma)).plus(1, mean);
  }

  /** {@code y − A x} of an affine x. */
  public Affine residual(Affine x) {
    return x.then(a).times(-1).plus(1, y);
  }

  /** {@code AᵀA + λI}. */
  public Cholesky normal(double lambda) {
    return a.transpose().times(a).plus(lambda, Matrix.identity(dimension())).cholesky();
  }

  /** {@code argmin ½‖y − Ax‖² + ½λ‖x − v‖²} of an affine v. */
  public Affine proximal(Affine v, double lambda) {
    Matrix inverse = normal(lambda).solve(Matrix.identity(dimension()));
    return v.times(lambda).plus(1, a.transpose().times(y)).then(inverse);
  }

  /** The law of x given y and the white prior N(0, τ²I) has this mean. */
  public double[] plain(double tau) {
    return normal(Math.pow(sigmaY / tau, 2)).solve(a.transpose().times(y));
  }
}
