package org.tweedie.conformance;

import java.util.List;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Eigen;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.statistics.ChiSquare;

/** Distances between Gaussian laws, and of a sample from one. */
final class Laws {
  private Laws() {}

  /**
   * How far apart two laws are, relative to a reference: the largest difference of a mean in units
   * of the reference's standard deviation plus mean, or of a covariance in units of its largest
   * entry.
   */
  static double difference(GaussianLaw a, GaussianLaw reference) {
    double scale = Matrix.of(reference.covariance()).maxAbs();
    double worst =
        Matrix.of(a.covariance()).plus(-1, Matrix.of(reference.covariance())).maxAbs()
            / Math.max(scale, 1e-12);
    double size = Math.sqrt(scale);
    for (double m : reference.mean()) {
      size = Math.max(size, Math.abs(m));
    }
    for (int i = 0; i < a.mean().length; i++) {
      worst = Math.max(worst, Math.abs(a.mean()[i] - reference.mean()[i]) / size);
    }
    return worst;
  }

  /**
   * The 2-Wasserstein distance of two Gaussian laws in units of the reference's rms standard
   * deviation.
   */
  static double wasserstein(GaussianLaw a, GaussianLaw reference) {
    Matrix c = Matrix.of(a.covariance());
    Matrix r = Matrix.of(reference.covariance());
    Matrix root = r.squareRoot();
    double squared =
        c.trace() + r.trace() - 2 * root.times(c).times(root).symmetrised().squareRoot().trace();
    for (int i = 0; i < a.mean().length; i++) {
      squared += Math.pow(a.mean()[i] - reference.mean()[i], 2);
    }
    return Math.sqrt(Math.max(0, squared) / r.trace());
  }

  /**
   * The probability, if the law were right, of sample moments at least as far off: the smaller of a
   * χ² test of the mean and a likelihood-ratio test of the covariance, doubled for choosing.
   *
   * @param samples draws
   * @param law the law
   * @param noise spread below which a direction counts as deterministic
   */
  static double tail(List<double[]> samples, GaussianLaw law, double noise) {
    Eigen e = Matrix.of(law.covariance()).eigen();
    int[] live =
        java.util.stream.IntStream.range(0, e.values().length)
            .filter(i -> e.values()[i] > noise * noise)
            .toArray();
    int k = live.length;
    int n = samples.size();
    double[] mean = new double[k];
    double[][] second = new double[k][k];
    for (double[] x : samples) {
      double[] z = new double[k];
      for (int i = 0; i < k; i++) {
        for (int c = 0; c < x.length; c++) {
          z[i] += e.vectors().get(c, live[i]) * (x[c] - law.mean()[c]);
        }
        z[i] /= Math.sqrt(e.values()[live[i]]);
        mean[i] += z[i] / n;
      }
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          second[i][j] += z[i] * z[j] / n;
        }
      }
    }
    if (k == 0) {
      return 1;
    }
    double meanStatistic = 0;
    for (double m : mean) {
      meanStatistic += n * m * m;
    }
    Matrix s = Matrix.of(second);
    double ratio;
    try {
      ratio = n * (s.trace() - s.cholesky().logDeterminant() - k);
    } catch (IllegalArgumentException singular) {
      return 0; // samples without spread where the law has some
    }
    return Math.min(
        1,
        2 * Math.min(ChiSquare.upper(meanStatistic, k), ChiSquare.upper(ratio, k * (k + 1) / 2)));
  }
}
