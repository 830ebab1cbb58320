package org.tweedie.operators.mri;

import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.numerics.fft.Dft;
import org.tweedie.numerics.fft.Planes;
import org.tweedie.numerics.statistics.Quantiles;

/**
 * The part of the field of view where one channel is quietest. Along an axis that is sampled from
 * end to end the image can be resolved, however few lines there are across it; where there is no
 * object, there is noise alone.
 *
 * @param sigma level of a real component there, from the mean square
 * @param median the same from the median magnitude, which leaves a few strong values out of account
 * @param count number of complex values it comes from
 */
record QuietMargin(double sigma, double median, int count) {
  /** Margins of these shares of the axis are looked at, the widest first. */
  private static final int[] PARTS = {8, 16, 32};

  /** So many values tell a level within 20 % at three standard deviations. */
  private static final int LEAST = 64;

  /**
   * Looks along every axis that is sampled from end to end.
   *
   * @param pattern the acquired samples
   * @param samples complex [coils, samples]
   * @param coil which channel
   * @return empty if no axis is, or if there are too few samples
   */
  static Optional<QuietMargin> find(SamplingPattern pattern, Field samples, int coil) {
    if (!pattern.wholeLines()) {
      return Optional.empty();
    }
    int na = pattern.firstExtent();
    int nb = pattern.secondExtent();
    Planes lines = new Planes(nb, pattern.lines().length);
    for (int j = 0; j < pattern.count(); j++) {
      int at = 2 * (coil * pattern.count() + j);
      int line = pattern.lineOfSample()[j];
      lines.re()[pattern.pointOfSample()[j]][line] = samples.data()[at];
      lines.im()[pattern.pointOfSample()[j]][line] = samples.data()[at + 1];
    }
    // Only which positions are neighbours matters, on a ring: no transform needs its centre.
    Optional<QuietMargin> other = Optional.empty();
    if (pattern.lines().length == na) {
      Planes across = new Planes(na, nb);
      lines.transposeInto(across);
      other = alongRows(across);
    }
    Optional<QuietMargin> one = alongRows(lines);
    return other.isPresent() && other.get().sigma < one.get().sigma ? other : one;
  }

  /** Transforms along the first axis and looks for the quietest rows in succession. */
  private static Optional<QuietMargin> alongRows(Planes x) {
    int n = x.rows();
    int width = x.columns();
    Dft.ofLength(n).inverse(x.re(), x.im());
    double[] energy = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < width; j++) {
        energy[i] += square(x, i, j) / n;
      }
    }
    Optional<QuietMargin> best = Optional.empty();
    for (int part : PARTS) {
      int rows = Math.max(1, n / part);
      int count = rows * width;
      if (count < LEAST) {
        break;
      }
      int first = quietest(energy, rows);
      double sigma = Math.sqrt(sum(energy, first, rows) / (2.0 * count));
      // The least of many sums is low by chance: a narrower margin must gain more than that.
      double chance = 3 * 0.5 / Math.sqrt(count);
      if (best.isEmpty() || sigma < (1 - chance) * best.get().sigma) {
        best = Optional.of(new QuietMargin(sigma, median(x, first, rows), count));
      }
    }
    return best;
  }

  /** Where the {@code rows} successive positions of least energy begin, on a ring. */
  private static int quietest(double[] energy, int rows) {
    int best = 0;
    for (int i = 1; i < energy.length; i++) {
      if (sum(energy, i, rows) < sum(energy, best, rows)) {
        best = i;
      }
    }
    return best;
  }

  private static double sum(double[] energy, int first, int rows) {
    double sum = 0;
    for (int i = first; i < first + rows; i++) {
      sum += energy[i % energy.length];
    }
    return sum;
  }

  private static double median(Planes x, int first, int rows) {
    float[] squares = new float[rows * x.columns()];
    for (int k = 0; k < squares.length; k++) {
      int i = (first + k / x.columns()) % x.rows();
      squares[k] = (float) (square(x, i, k % x.columns()) / x.rows());
    }
    return Math.sqrt(Quantiles.quantile(squares, 0.5) / (2 * Math.log(2)));
  }

  private static double square(Planes x, int i, int j) {
    double re = x.re()[i][j];
    double im = x.im()[i][j];
    return re * re + im * im;
  }

  /**
   * Whether its values are spread like noise. Signal makes some of them strong, and the mean square
   * then exceeds what the median says; for noise the two differ by a share of 0.52/√count at one
   * standard deviation.
   */
  boolean isNoise() {
    return sigma <= median * (1 + 3 * 0.52 / Math.sqrt(count));
  }
}
