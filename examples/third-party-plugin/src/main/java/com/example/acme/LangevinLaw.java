package com.example.acme;

import org.tweedie.api.spi.sampler.LawPredictor;

/**
 * The law of {@link Langevin} on a Gaussian problem, in double precision. The update is {@code x ←
 * (I − hP) x + h b + √(2h) z} with the precision {@code P = (C + s²I)⁻¹ + AᵀA/σ²} and {@code b = (C
 * + s²I)⁻¹μ + Aᵀy/σ²}, so mean and covariance follow a linear recursion from 0 and I.
 *
 * @param steps how many
 * @param level s
 * @param step h in units of 1/(1/s² + ‖A‖²/σ²)
 */
record LangevinLaw(int steps, double level, double step) implements LawPredictor {
  private static final int POWER_ITERATIONS = 2000;

  @Override
  public GaussianLaw predict(GaussianProblem problem) {
    int d = problem.mean().length;
    double w = 1 / (problem.sigma() * problem.sigma());
    double[][] at = transpose(problem.operator(), d);
    double[][] normal = times(at, problem.operator());
    double[][] smoothed = copy(problem.covariance());
    for (int i = 0; i < d; i++) {
      smoothed[i][i] += level * level;
    }
    double[][] prior = inverse(smoothed);
    double h = step / (1 / (level * level) + w * largestEigenvalue(normal));
    double[][] g = new double[d][d];
    double[] push = times(prior, problem.mean());
    double[] back = times(at, problem.data());
    for (int i = 0; i < d; i++) {
      push[i] = h * (push[i] + w * back[i]);
      for (int j = 0; j < d; j++) {
        g[i][j] = (i == j ? 1 : 0) - h * (prior[i][j] + w * normal[i][j]);
      }
    }
    double[] mean = new double[d];
    double[][] covariance = identity(d);
    for (int k = 0; k < steps; k++) {
      mean = times(g, mean);
      // G is symmetric.
      covariance = times(times(g, covariance), g);
      for (int i = 0; i < d; i++) {
        mean[i] += push[i];
        covariance[i][i] += 2 * h;
      }
    }
    return new GaussianLaw(mean, covariance);
  }

  private static double largestEigenvalue(double[][] m) {
    double[] v = new double[m.length];
    for (int i = 0; i < v.length; i++) {
      v[i] = 1 + 0.1 * Math.sin(i + 1); // not orthogonal to an eigenvector by symmetry
    }
    double norm = 0;
    for (int k = 0; k < POWER_ITERATIONS; k++) {
      v = times(m, v);
      norm = 0;
      for (double e : v) {
        norm += e * e;
      }
      norm = Math.sqrt(norm);
      if (norm == 0) {
        return 0;
      }
      for (int i = 0; i < v.length; i++) {
        v[i] /= norm;
      }
    }
    return norm;
  }

  /** By Gauss and Jordan; positive definite, so that no pivoting is needed. */
  private static double[][] inverse(double[][] m) {
    int n = m.length;
    double[][] a = copy(m);
    double[][] b = identity(n);
    for (int p = 0; p < n; p++) {
      double pivot = a[p][p];
      for (int j = 0; j < n; j++) {
        a[p][j] /= pivot;
        b[p][j] /= pivot;
      }
      for (int i = 0; i < n; i++) {
        double f = i == p ? 0 : a[i][p];
        for (int j = 0; j < n && f != 0; j++) {
          a[i][j] -= f * a[p][j];
          b[i][j] -= f * b[p][j];
        }
      }
    }
    return b;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < c[i].length; j++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  private static double[] times(double[][] a, double[] x) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      for (int j = 0; j < x.length; j++) {
        y[i] += a[i][j] * x[j];
      }
    }
    return y;
  }

  private static double[][] transpose(double[][] a, int columns) {
    double[][] t = new double[columns][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < columns; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  private static double[][] identity(int n) {
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      m[i][i] = 1;
    }
    return m;
  }

  private static double[][] copy(double[][] m) {
    double[][] c = new double[m.length][];
    for (int i = 0; i < m.length; i++) {
      c[i] = m[i].clone();
    }
    return c;
  }
}
