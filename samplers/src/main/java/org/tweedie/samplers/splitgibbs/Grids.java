package org.tweedie.samplers.splitgibbs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tweedie.samplers.levels.DdpmTable;
import org.tweedie.samplers.levels.Schedule;

/**
 * The levels at which a denoising draw evaluates the denoiser: for the stochastic sampler σ,
 * falling, and for the deterministic one ᾱ of the shifted process, rising; both without the final
 * level of no noise.
 */
final class Grids {
  // The released grid of the deterministic sampler (arXiv:2403.17042, code).
  private static final double RATIO = 1.1;
  private static final double FLOOR = 1e-4;
  private static final int KEPT = 14;

  private Grids() {}

  /** Every entry of the DDPM table below η, as released; η itself if there is none. */
  static double[] table(double eta) {
    int n = DdpmTable.below(eta);
    return n == 0
        ? new double[] {eta}
        : IntStream.range(0, n).mapToDouble(i -> DdpmTable.sigma(n - 1 - i)).toArray();
  }

  /** n levels from η to σ_min by the rule of Karras et al. 2022; η alone if it is below σ_min. */
  static double[] edm(double eta, double sigmaMin, int n) {
    return eta <= sigmaMin
        ? new double[] {eta}
        : IntStream.range(0, n).mapToDouble(i -> Schedule.karras(i, n, eta, sigmaMin)).toArray();
  }

  /**
   * The released grid of the deterministic sampler: the entries of the table with {@code ᾱ > 1/(1 +
   * η²)}, every eighth of them for {@code η > 0.75}, every second for {@code η > 0.3}, but all of
   * the noisiest 14; between neighbours whose ᾱ differ by more than a factor 1.1 further levels are
   * put in, and the grid goes on at that ratio down to 1e-4.
   */
  static double[] shiftedTable(double eta) {
    double bound = 1 / (1 + eta * eta);
    int n = 0;
    while (n < DdpmTable.LENGTH && DdpmTable.alphaBar(n) > bound) {
      n++;
    }
    int stride = eta > 0.75 ? 8 : eta > 0.3 ? 2 : 1;
    List<Double> falling = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      if (i % stride == 0 || i >= n - KEPT) {
        descend(falling, shifted(eta, DdpmTable.sigma(i)));
      }
    }
    if (falling.isEmpty()) {
      return new double[] {0};
    }
    double last = falling.get(falling.size() - 1) / RATIO;
    for (; last >= FLOOR; last /= RATIO) {
      falling.add(last);
    }
    Collections.reverse(falling);
    return falling.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The shifted levels at which the denoiser sees these σ; η itself is ᾱ = 0, the exact start. */
  static double[] shifted(double eta, double[] sigmas) {
    return IntStream.range(0, sigmas.length)
        .mapToDouble(i -> i == 0 && sigmas[i] >= eta ? 0 : shifted(eta, sigmas[i]))
        .toArray();
  }

  /** n entries of a grid, evenly spaced from the first to the last; the first alone for n = 1. */
  static double[] thinned(double[] grid, int n) {
    if (n >= grid.length) {
      return grid;
    }
    return IntStream.range(0, n)
        .mapToDouble(
            i -> grid[n == 1 ? 0 : (int) Math.round((double) i * (grid.length - 1) / (n - 1))])
        .toArray();
  }

  /** The ᾱ at which the shifted process shows the denoiser the level σ < η. */
  private static double shifted(double eta, double sigma) {
    double gap = eta * eta - sigma * sigma;
    return gap / (gap + eta * eta * sigma * sigma);
  }

  private static void descend(List<Double> falling, double next) {
    if (!falling.isEmpty()) {
      double from = falling.get(falling.size() - 1);
      int parts = (int) Math.ceil(Math.log(from / next) / Math.log(RATIO) - 1e-12);
      for (int j = 1; j < parts; j++) {
        falling.add(from * Math.pow(next / from, (double) j / parts));
      }
    }
    falling.add(next);
  }
}
