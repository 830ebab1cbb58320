package org.tweedie.conformance.reference;

/**
 * The exact denoiser {@code D(u, σ) = E[x₀ | x₀ + σn = u]} of a mixture at one noise level, with
 * what depends on σ alone computed once.
 */
final class ExactDenoiser {
  private final Mixture prior;
  private final double sigma;
  private final Matrix[] gains;
  private final Cholesky[] smoothed;

  ExactDenoiser(Mixture prior, double sigma) {
    this.prior = prior;
    this.sigma = sigma;
    this.gains = new Matrix[prior.components()];
    this.smoothed = new Cholesky[prior.components()];
    Mixture wide = prior.smoothed(sigma);
    for (int k = 0; k < gains.length; k++) {
      smoothed[k] = wide.covariance(k).cholesky();
      // K = C (C + σ²I)⁻¹; both commute, so the solve from the left gives the same.
      gains[k] = smoothed[k].solve(prior.covariance(k));
    }
  }

  /** {@code D(u, σ)} and, if asked for, its Jacobian. */
  Value at(double[] u, boolean withJacobian) {
    int d = u.length;
    int n = gains.length;
    double[] r = new double[n];
    double[][] each = new double[n][];
    for (int k = 0; k < n; k++) {
      double[] centred = Mixture.difference(u, prior.mean(k));
      each[k] = Mixture.sum(prior.mean(k), gains[k].times(centred));
      r[k] = n == 1 ? 0 : Math.log(prior.weight(k)) + Mixture.logNormal(smoothed[k], centred);
    }
    double total = Mixture.logSum(r);
    double[] mean = new double[d];
    for (int k = 0; k < n; k++) {
      r[k] = Math.exp(r[k] - total);
      for (int i = 0; i < d; i++) {
        mean[i] += r[k] * each[k][i];
      }
    }
    return new Value(mean, withJacobian ? jacobian(r, each, mean) : null);
  }

  /** {@code Σ r_k K_k + (Σ r_k d_k d_kᵀ − D Dᵀ)/σ²}: the covariance of x₀ given u, over σ². */
  private Matrix jacobian(double[] r, double[][] each, double[] mean) {
    int d = mean.length;
    Matrix j = Matrix.fill(d, d, (p, q) -> 0);
    for (int k = 0; k < r.length; k++) {
      double[] m = each[k];
      Matrix between =
          Matrix.fill(d, d, (p, q) -> (m[p] - mean[p]) * (m[q] - mean[q]) / (sigma * sigma));
      j = j.plus(r[k], gains[k].plus(1, between));
    }
    return j;
  }

  /**
   * The denoiser at a point.
   *
   * @param mean D(u, σ)
   * @param jacobian its Jacobian, or null if it was not asked for
   */
  record Value(double[] mean, Matrix jacobian) {}
}
