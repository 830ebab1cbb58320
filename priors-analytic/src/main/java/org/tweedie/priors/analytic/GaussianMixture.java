package org.tweedie.priors.analytic;

import java.util.Arrays;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.numerics.dense.Cholesky;
import org.tweedie.numerics.dense.Matrix;
import org.tweedie.numerics.dense.SymmetricEigen;

/**
 * The distribution {@code Σ w_k N(μ_k, C_k)} on ℝᵈ in double precision, with everything that has a
 * closed form: smoothed density, denoiser {@code D(u, σ) = E[x₀ | x₀ + σn = u]}, its Jacobian,
 * posterior and evidence of a linear-Gaussian measurement, and draws. Immutable.
 */
public final class GaussianMixture {
  private static final double WEIGHT_TOLERANCE = 1e-6;

  /** Its square is far from the largest double. */
  private static final double LARGEST = 1e100;

  private final int dimension;
  private final double[] weights;
  private final double[] logWeights; // also of weights that are 0 as numbers
  private final double[][] means;
  private final Matrix[] covariances;
  // Eigenvalues and eigenvectors (as columns) make (C + σ²I)⁻¹ cheap at every σ.
  private final double[][] eigenvalues;
  private final double[][][] eigenvectors;

  /**
   * A mixture of K components.
   *
   * @param weights K positive numbers that sum to 1
   * @param means K x d
   * @param covariances K x d x d, symmetric and positive semi-definite
   * @throws InvalidInputException if the numbers do not fit together
   */
  public GaussianMixture(double[] weights, double[][] means, double[][][] covariances) {
    int k = weights.length;
    demand(k > 0, "there is no component", "give at least one weight, mean and covariance");
    demand(
        means.length == k && covariances.length == k,
        k + " weights, " + means.length + " means and " + covariances.length + " covariances",
        "give one of each for every component");
    dimension = means[0].length;
    double total = Arrays.stream(weights).sum();
    demand(
        Arrays.stream(weights).allMatch(w -> w > 0) && Math.abs(total - 1) < WEIGHT_TOLERANCE,
        "the weights " + Arrays.toString(weights) + " sum to " + total,
        "give positive weights that sum to 1");
    this.weights = Arrays.stream(weights).map(w -> w / total).toArray();
    this.logWeights = Arrays.stream(this.weights).map(Math::log).toArray();
    this.means = new double[k][];
    this.covariances = new Matrix[k];
    this.eigenvalues = new double[k][];
    this.eigenvectors = new double[k][][];
    for (int i = 0; i < k; i++) {
      double[][] c = covariances[i];
      demand(
          means[i].length == dimension
              && c.length == dimension
              && Arrays.stream(c).allMatch(row -> row.length == dimension),
          "mean or covariance of component " + i + " is not of dimension " + dimension,
          "give means of length d and covariances d x d");
      demand(
          Arrays.stream(means[i]).allMatch(GaussianMixture::isUsable)
              && Arrays.stream(c)
                  .flatMapToDouble(Arrays::stream)
                  .allMatch(GaussianMixture::isUsable),
          "mean or covariance of component "
              + i
              + " holds a number that is not finite or too large",
          "give numbers of a magnitude up to " + LARGEST);
      this.means[i] = means[i].clone();
      this.covariances[i] = Matrix.of(c);
      demand(
          isSymmetric(this.covariances[i]),
          "the covariance of component " + i + " is not symmetric",
          "make entry (i, j) equal to entry (j, i)");
      demand(
          isBounded(this.covariances[i]),
          "the covariance of component " + i + " has a negative eigenvalue",
          "give positive semi-definite covariances");
      SymmetricEigen eigen = new SymmetricEigen(this.covariances[i]);
      double[] values = eigen.values();
      eigenvalues[i] = values;
      eigenvectors[i] = eigen.vectors().toArray();
      double largest = Arrays.stream(values).max().orElseThrow();
      // The comparison is written so that NaN fails.
      demand(
          largest >= 0 && Arrays.stream(values).allMatch(v -> v >= -1e-12 * largest),
          "the covariance of component " + i + " has a negative eigenvalue",
          "give positive semi-definite covariances");
    }
  }

  /** The same components with other weights, given by their logarithms. */
  private GaussianMixture(GaussianMixture components, double[] logWeights) {
    this.dimension = components.dimension;
    this.weights = Arrays.stream(logWeights).map(Math::exp).toArray();
    this.logWeights = logWeights;
    this.means = components.means;
    this.covariances = components.covariances;
    this.eigenvalues = components.eigenvalues;
    this.eigenvectors = components.eigenvectors;
  }

  /** The Gaussian N(mean, covariance). */
  public static GaussianMixture gaussian(double[] mean, double[][] covariance) {
    return new GaussianMixture(
        new double[] {1}, new double[][] {mean}, new double[][][] {covariance});
  }

  /** d. */
  public int dimension() {
    return dimension;
  }

  /** A copy of the K weights. */
  public double[] weights() {
    return weights.clone();
  }

  /** The mean of component k, a copy. */
  public double[] mean(int k) {
    return means[k].clone();
  }

  /** The covariance of component k, a copy. */
  public double[][] covariance(int k) {
    return covariances[k].toArray();
  }

  /** The mean of the whole. */
  public double[] mean() {
    double[] out = new double[dimension];
    for (int k = 0; k < weights.length; k++) {
      axpy(weights[k], means[k], out);
    }
    return out;
  }

  /** The covariance of the whole, d x d. */
  public double[][] covariance() {
    double[] m = mean();
    Matrix out = Matrix.zero(dimension, dimension);
    for (int k = 0; k < weights.length; k++) {
      Matrix offset = column(minus(means[k], m));
      out = out.plus(weights[k], covariances[k].plus(offset.times(offset.transpose())));
    }
    return out.toArray();
  }

  /**
   * {@code log p_σ(u)}, the density of x₀ + σn in nats.
   *
   * @param u length d
   * @param sigma noise level, at least 0 (0 needs positive definite covariances)
   */
  public double logDensity(double[] u, double sigma) {
    return logSumExp(logJoint(u, sigma));
  }

  /** The probability of each component given {@code x₀ + σn = u}. */
  public double[] responsibilities(double[] u, double sigma) {
    double[] l = logJoint(u, sigma);
    double total = logSumExp(l);
    for (int k = 0; k < l.length; k++) {
      l[k] = Math.exp(l[k] - total);
    }
    return l;
  }

  /**
   * {@code D(u, σ) = E[x₀ | x₀ + σn = u]}.
   *
   * @param u length d
   * @param sigma noise level, positive
   */
  public double[] denoise(double[] u, double sigma) {
    double[] r = responsibilities(u, sigma);
    double[] out = new double[dimension];
    for (int k = 0; k < r.length; k++) {
      axpy(r[k], componentDenoise(k, u, sigma), out);
    }
    return out;
  }

  /**
   * {@code J_D(u, σ) v}; the Jacobian is symmetric, so this is the vector-Jacobian product too.
   *
   * @param u length d
   * @param sigma noise level, positive
   * @param v length d
   */
  public double[] jacobianProduct(double[] u, double sigma, double[] v) {
    double[] r = responsibilities(u, sigma);
    double[] d = denoise(u, sigma);
    double[] out = new double[dimension];
    for (int k = 0; k < r.length; k++) {
      axpy(r[k], shrink(k, sigma, v), out);
      // σ²J = Cov[x₀ | u]: within the components, and between their means.
      double[] between = minus(componentDenoise(k, u, sigma), d);
      axpy(r[k] * dot(between, v) / (sigma * sigma), between, out);
    }
    return out;
  }

  /**
   * A posterior and its evidence.
   *
   * @param posterior p(x | y)
   * @param logEvidence log p(y) in nats
   */
  public record Conditioned(GaussianMixture posterior, double logEvidence) {}

  /**
   * The law of x given {@code y = A x + σ n}.
   *
   * @param operator A, m x d
   * @param y length m
   * @param sigma σ, positive
   */
  public Conditioned condition(double[][] operator, double[] y, double sigma) {
    Matrix a = Matrix.of(operator);
    int count = weights.length;
    double[] logJoint = new double[count];
    double[][] mean = new double[count][];
    double[][][] covariance = new double[count][][];
    for (int k = 0; k < count; k++) {
      Matrix c = covariances[k];
      Matrix ac = a.times(c);
      Cholesky s =
          new Cholesky(
              c.congruence(a).plus(Matrix.scalar(y.length, sigma * sigma)),
              "the covariance of the data");
      double[] residual = minus(y, a.times(means[k]));
      double[] whitened = s.solve(residual);
      Matrix gain = s.solve(ac).transpose();
      mean[k] = means[k].clone();
      axpy(1, gain.times(residual), mean[k]);
      // Joseph's form: a sum of covariances. C − gain·AC loses what precise data leave.
      covariance[k] =
          c.congruence(Matrix.identity(dimension).plus(-1, gain.times(a)))
              .plus(sigma * sigma, gain.times(gain.transpose()))
              .symmetrised()
              .toArray();
      logJoint[k] =
          logWeights[k]
              - 0.5
                  * (dot(residual, whitened)
                      + s.logDeterminant()
                      + y.length * Math.log(2 * Math.PI));
    }
    double logEvidence = logSumExp(logJoint);
    double[] equal = new double[count];
    Arrays.fill(equal, 1.0 / count);
    return new Conditioned(
        new GaussianMixture(
            new GaussianMixture(equal, mean, covariance),
            Arrays.stream(logJoint).map(v -> v - logEvidence).toArray()),
        logEvidence);
  }

  /**
   * A draw.
   *
   * @param uniform uniform on (0, 1): chooses the component
   * @param normals d standard normals
   */
  public double[] draw(double uniform, double[] normals) {
    int k = 0;
    double cumulated = weights[0];
    while (k < weights.length - 1 && uniform > cumulated) {
      cumulated += weights[++k];
    }
    double[] scaled = normals.clone();
    for (int i = 0; i < dimension; i++) {
      scaled[i] *= Math.sqrt(Math.max(0, eigenvalues[k][i]));
    }
    double[] out = unrotated(k, scaled);
    axpy(1, means[k], out);
    return out;
  }

  /** {@code log w_k + log N(u; μ_k, C_k + σ²I)} for each k. */
  private double[] logJoint(double[] u, double sigma) {
    double[] out = new double[weights.length];
    for (int k = 0; k < out.length; k++) {
      double[] q = rotated(k, minus(u, means[k]));
      double[] values = eigenvalues[k];
      double sum = dimension * Math.log(2 * Math.PI);
      for (int i = 0; i < dimension; i++) {
        double v = values[i] + sigma * sigma;
        sum += q[i] * q[i] / v + Math.log(v);
      }
      out[k] = logWeights[k] - 0.5 * sum;
    }
    return out;
  }

  /** {@code μ_k + C_k (C_k + σ²I)⁻¹ (u − μ_k)}. */
  private double[] componentDenoise(int k, double[] u, double sigma) {
    double[] out = shrink(k, sigma, minus(u, means[k]));
    axpy(1, means[k], out);
    return out;
  }

  /** {@code C_k (C_k + σ²I)⁻¹ v}. */
  private double[] shrink(int k, double sigma, double[] v) {
    double[] q = rotated(k, v);
    double[] values = eigenvalues[k];
    for (int i = 0; i < dimension; i++) {
      q[i] *= values[i] / (values[i] + sigma * sigma);
    }
    return unrotated(k, q);
  }

  /** The coordinates of v along the eigenvectors of C_k. */
  private double[] rotated(int k, double[] v) {
    double[] out = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      axpy(v[i], eigenvectors[k][i], out);
    }
    return out;
  }

  private double[] unrotated(int k, double[] q) {
    double[] out = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      out[i] = dot(eigenvectors[k][i], q);
    }
    return out;
  }

  private static boolean isSymmetric(Matrix m) {
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j < i; j++) {
        double scale = Math.sqrt(Math.abs(m.get(i, i) * m.get(j, j)));
        if (!(Math.abs(m.get(i, j) - m.get(j, i)) <= 1e-9 * scale)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Necessary of a covariance; without it the eigenvalues may be beyond what can be computed. */
  private static boolean isBounded(Matrix m) {
    for (int i = 0; i < m.rows(); i++) {
      for (int j = 0; j <= i; j++) {
        double most = Math.sqrt(Math.max(0, m.get(i, i)) * Math.max(0, m.get(j, j)));
        if (!(m.get(i, i) >= 0 && Math.abs(m.get(i, j)) <= most * (1 + 1e-9))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isUsable(double v) {
    return Math.abs(v) <= LARGEST; // false for NaN
  }

  private static double logSumExp(double[] l) {
    double max = Double.NEGATIVE_INFINITY;
    for (double v : l) {
      max = Math.max(max, v);
    }
    double sum = 0;
    for (double v : l) {
      sum += Math.exp(v - max);
    }
    return max + Math.log(sum);
  }

  private static double dot(double[] a, double[] b) {
    double s = 0;
    for (int i = 0; i < a.length; i++) {
      s += a[i] * b[i];
    }
    return s;
  }

  private static void axpy(double c, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += c * x[i];
    }
  }

  private static double[] minus(double[] a, double[] b) {
    double[] out = a.clone();
    axpy(-1, b, out);
    return out;
  }

  private static Matrix column(double[] v) {
    return Matrix.of(new double[][] {v}).transpose();
  }

  private static void demand(boolean holds, String problem, String remedy) {
    if (!holds) {
      throw new InvalidInputException("in the Gaussian mixture " + problem, remedy);
    }
  }
}
