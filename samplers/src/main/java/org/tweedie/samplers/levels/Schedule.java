package org.tweedie.samplers.levels;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidOptionException;

/**
 * Noise levels from the noisiest to the least noisy, and after them no noise: K levels make K
 * steps. Immutable.
 */
public final class Schedule {
  // Continuous VP (Song et al. 2021): β(t) = 0.1 + 19.9 t.
  private static final double BETA_MIN = 0.1;
  private static final double BETA_SLOPE = 19.9;
  // Karras et al. 2022, table 1.
  private static final double RHO = 7;

  private final List<Level> levels;
  private final boolean preserving;

  private Schedule(List<Level> levels, boolean preserving) {
    this.levels = List.copyOf(levels);
    this.preserving = preserving;
    for (int i = 1; i < levels.size(); i++) {
      if (!(levels.get(i).sigma() < levels.get(i - 1).sigma())) {
        throw new InvalidOptionException(
            "the noise levels do not fall: σ "
                + levels.get(i - 1).sigma()
                + " is followed by "
                + levels.get(i).sigma(),
            "make sigma-max larger than sigma-min, and take fewer steps");
      }
    }
  }

  /**
   * K entries of {@link DdpmTable}, evenly spaced: {@code τ_i = ⌊i·1000/K⌋ − 1}, i = 1..K.
   *
   * @param k 1 to 1000
   */
  public static Schedule ddpm(int k) {
    return new Schedule(
        levels(k, i -> DdpmTable.sigma((int) ((long) (k - i) * DdpmTable.LENGTH / k) - 1), true),
        true);
  }

  /**
   * Continuous VP, even in time: {@code σ(t) = √(exp(½·19.9 t² + 0.1 t) − 1)}.
   *
   * @param k steps
   * @param sigmaMax first level
   * @param sigmaMin last level before 0
   */
  public static Schedule vp(int k, double sigmaMax, double sigmaMin) {
    double first = vpTime(sigmaMax);
    double last = vpTime(sigmaMin);
    return new Schedule(
        levels(
            k,
            i -> {
              double t = first + fraction(i, k) * (last - first);
              return Math.sqrt(Math.expm1(0.5 * BETA_SLOPE * t * t + BETA_MIN * t));
            },
            true),
        true);
  }

  /** The levels of Karras et al. 2022, eq. 5, with ρ = 7. */
  public static Schedule edm(int k, double sigmaMax, double sigmaMin) {
    return new Schedule(levels(k, i -> karras(i, k, sigmaMax, sigmaMin), false), false);
  }

  /** Geometric levels, variance exploding. */
  public static Schedule geometric(int k, double sigmaMax, double sigmaMin) {
    return new Schedule(
        levels(k, i -> sigmaMax * Math.pow(sigmaMin / sigmaMax, fraction(i, k)), false), false);
  }

  /** Level i of k of the poly-7 rule: σ_max at 0, σ_min at k − 1. */
  public static double karras(int i, int k, double sigmaMax, double sigmaMin) {
    double a = Math.pow(sigmaMax, 1 / RHO);
    double b = Math.pow(sigmaMin, 1 / RHO);
    return Math.pow(a + fraction(i, k) * (b - a), RHO);
  }

  /** Number of levels, which is the number of steps. */
  public int steps() {
    return levels.size();
  }

  /** Level i, {@code 0 ≤ i ≤ steps()}; the last is {@link Level#CLEAN}. */
  public Level level(int i) {
    return i == levels.size() ? Level.CLEAN : levels.get(i);
  }

  /**
   * Standard deviation of u where a run starts from noise: 1/s for variance-preserving schedules,
   * which start from {@code x_T ~ N(0, I)}, and σ for the others.
   */
  public double startDeviation() {
    Level first = levels.get(0);
    return preserving ? 1 / first.scale() : first.sigma();
  }

  private static List<Level> levels(int k, IntToDoubleFunction sigma, boolean preserving) {
    return new ArrayList<>(
        IntStream.range(0, k)
            .mapToDouble(sigma)
            .mapToObj(s -> preserving ? Level.preserving(s) : Level.exploding(s))
            .toList());
  }

  private static double fraction(int i, int k) {
    return k == 1 ? 0 : (double) i / (k - 1);
  }

  private static double vpTime(double sigma) {
    double c = Math.log1p(sigma * sigma);
    return (Math.sqrt(BETA_MIN * BETA_MIN + 2 * BETA_SLOPE * c) - BETA_MIN) / BETA_SLOPE;
  }
}
