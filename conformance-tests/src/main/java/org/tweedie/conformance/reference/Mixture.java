package org.tweedie.conformance.reference;

import java.util.Random;

/**
 * A mixture of Gaussians {@code Σ w_k N(μ_k, C_k)} in d dimensions, in double precision; a Gaussian
 * is a mixture of one. Everything is the textbook formula: the posterior of a linear-Gaussian
 * measurement is again a mixture.
 */
public final class Mixture {
  private final double[] weights;
  private final double[][] means;
  private final Matrix[] covariances;

  /**
   * @param weights w_k, positive; scaled to sum to 1
   * @param means μ_k
   * @param covariances C_k, symmetric positive definite
   */
  public Mixture(double[] weights, double[][] means, Matrix[] covariances) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    this.weights = weights.clone();
    for (int k = 0; k < weights.length; k++) {
      this.weights[k] /= sum;
    }
    this.means = Matrix.of(means).toArray();
    this.covariances = covariances.clone();
  }

  /** A single Gaussian. */
  public static Mixture gaussian(double[] mean, Matrix covariance) {
    return new Mixture(new double[] {1}, new double[][] {mean}, new Matrix[] {covariance});
  }

  /** The dimension d. */
  public int dimension() {
    return means[0].length;
  }

  /** The number of components. */
  public int components() {
    return weights.length;
  }

  /** w_k. */
  public double weight(int k) {
    return weights[k];
  }

  /** A copy of μ_k. */
  public double[] mean(int k) {
    return means[k].clone();
  }

  /** C_k. */
  public Matrix covariance(int k) {
    return covariances[k];
  }

  /** The law of x + σn: every covariance grows by σ². */
  public Mixture smoothed(double sigma) {
    Matrix[] c = new Matrix[weights.length];
    for (int k = 0; k < c.length; k++) {
      c[k] = covariances[k].plus(sigma * sigma, Matrix.identity(dimension()));
    }
    return new Mixture(weights, means, c);
  }

  /** {@code log p(x)} in nats. */
  public double logDensity(double[] x) {
    return logSum(logTerms(x));
  }

  /** The posterior probability of each component at x. */
  public double[] responsibilities(double[] x) {
    double[] log = logTerms(x);
    double total = logSum(log);
    for (int k = 0; k < log.length; k++) {
      log[k] = Math.exp(log[k] - total);
    }
    return log;
  }

  /** The mean of the whole mixture. */
  public double[] mean() {
    double[] m = new double[dimension()];
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < m.length; i++) {
        m[i] += weights[k] * means[k][i];
      }
    }
    return m;
  }

  /** The covariance of the whole mixture. */
  public Matrix covariance() {
    double[] m = mean();
    Matrix c = Matrix.fill(m.length, m.length, (i, j) -> 0);
    for (int k = 0; k < weights.length; k++) {
      double[] mu = means[k];
      Matrix between = Matrix.fill(m.length, m.length, (i, j) -> (mu[i] - m[i]) * (mu[j] - m[j]));
      c = c.plus(weights[k], covariances[k].plus(1, between));
    }
    return c;
  }

  /**
   * The posterior given {@code y = A x + σ n}.
   *
   * @param a the operator, m x d
   * @param y the data, length m
   * @param sigma noise level per component
   */
  public Mixture posterior(Matrix a, double[] y, double sigma) {
    double[] log = new double[weights.length];
    double[][] m = new double[weights.length][];
    Matrix[] c = new Matrix[weights.length];
    for (int k = 0; k < weights.length; k++) {
      Matrix ac = a.times(covariances[k]);
      Cholesky s = innovation(a, ac, sigma).cholesky();
      double[] r = difference(y, a.times(means[k]));
      log[k] = Math.log(weights[k]) + logNormal(s, r);
      m[k] = sum(means[k], ac.transpose().times(s.solve(r)));
      c[k] = covariances[k].plus(-1, ac.transpose().times(s.solve(ac))).symmetrised();
    }
    double total = logSum(log);
    for (int k = 0; k < log.length; k++) {
      log[k] = Math.exp(log[k] - total);
    }
    return new Mixture(log, m, c);
  }

  /** {@code log p(y)} for {@code y = A x + σ n}, in nats. */
  public double logEvidence(Matrix a, double[] y, double sigma) {
    double[] log = new double[weights.length];
    for (int k = 0; k < weights.length; k++) {
      Cholesky s = innovation(a, a.times(covariances[k]), sigma).cholesky();
      log[k] = Math.log(weights[k]) + logNormal(s, difference(y, a.times(means[k])));
    }
    return logSum(log);
  }

  /** An exact draw. */
  public double[] draw(Random random) {
    double u = random.nextDouble();
    int k = 0;
    while (k < weights.length - 1 && u > weights[k]) {
      u -= weights[k++];
    }
    double[] z = new double[dimension()];
    for (int i = 0; i < z.length; i++) {
      z[i] = random.nextGaussian();
    }
    return sum(means[k], covariances[k].cholesky().times(z));
  }

  private static Matrix innovation(Matrix a, Matrix ac, double sigma) {
    return ac.times(a.transpose()).plus(sigma * sigma, Matrix.identity(a.rows())).symmetrised();
  }

  private double[] logTerms(double[] x) {
    double[] log = new double[weights.length];
    for (int k = 0; k < log.length; k++) {
      log[k] = Math.log(weights[k]) + logNormal(covariances[k].cholesky(), difference(x, means[k]));
    }
    return log;
  }

  static double logNormal(Cholesky c, double[] r) {
    double q = 0;
    for (double z : c.whiten(r)) {
      q += z * z;
    }
    return -0.5 * (q + c.logDeterminant() + r.length * Math.log(2 * Math.PI));
  }

  static double logSum(double[] log) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : log) {
      max = Math.max(max, v);
    }
    double s = 0;
    for (double v : log) {
      s += Math.exp(v - max);
    }
    return max + Math.log(s);
  }

  static double[] sum(double[] a, double[] b) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] += b[i];
    }
    return c;
  }

  static double[] difference(double[] a, double[] b) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] -= b[i];
    }
    return c;
  }
}
