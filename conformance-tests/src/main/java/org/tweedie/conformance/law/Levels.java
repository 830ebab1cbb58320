package org.tweedie.conformance.law;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The noise levels of the papers, as σ of {@code x₀ + σn}. */
final class Levels {
  private static final int TABLE = 1000;

  private Levels() {}

  /**
   * The linear table of DDPM (arXiv:2006.11239, section 4): β from 1e-4 to 0.02 in 1000 steps, and
   * {@code σ² = 1/ᾱ − 1}; the least noisy first.
   */
  static double[] table() {
    double[] sigma = new double[TABLE];
    double logAlphaBar = 0;
    for (int t = 1; t <= TABLE; t++) {
      double beta = 1e-4 + (0.02 - 1e-4) * (t - 1) / (TABLE - 1);
      logAlphaBar += Math.log1p(-beta);
      sigma[t - 1] = Math.sqrt(Math.expm1(-logAlphaBar));
    }
    return sigma;
  }

  /** K entries of the table, evenly spaced, the noisiest first: {@code t_k = ⌊k·1000/K⌋}. */
  static double[] ddpm(int steps) {
    double[] all = table();
    return reversed(
        IntStream.rangeClosed(1, steps).mapToDouble(k -> all[k * TABLE / steps - 1]).toArray());
  }

  /** The rule of Karras et al. (arXiv:2206.00364, eq. 5) with ρ = 7: n levels, or the first. */
  static double[] edm(int n, double first, double last) {
    double from = Math.pow(first, 1.0 / 7);
    double to = Math.pow(last, 1.0 / 7);
    return IntStream.range(0, n)
        .mapToDouble(i -> Math.pow(from + (to - from) * i / Math.max(1, n - 1), 7))
        .toArray();
  }

  /** n entries of a list, evenly spaced from its first to its last; all if there are no more. */
  static double[] thinned(double[] list, int n) {
    if (n >= list.length) {
      return list;
    }
    double stride = n == 1 ? 0 : (list.length - 1.0) / (n - 1);
    return IntStream.range(0, n).mapToDouble(i -> list[(int) Math.round(i * stride)]).toArray();
  }

  static double[] reversed(double[] list) {
    double[] r = new double[list.length];
    Arrays.setAll(r, i -> list[list.length - 1 - i]);
    return r;
  }
}
