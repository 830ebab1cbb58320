package org.tweedie.samplers.levels;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidOptionException;

/**
 * Noise levels from the noisiest to the least noisy, and after them no noise: K levels make K
 * steps. Immutable.
 */
public final class Schedule {
  // Karras et al. 2022, table 1.
  private static final double RHO = 7;

  private final List<Level> levels;
  private final double startDeviation;

  private Schedule(List<Level> levels, double startDeviation) {
    this.levels = List.copyOf(levels);
    this.startDeviation = startDeviation;
  }

  /**
   * K entries of {@link DdpmTable}, evenly spaced: {@code τ_i = ⌊i·1000/K⌋ − 1}, i = 1..K, for
   * images in [-1, 1]. A run starts from {@code x_T ~ N(0, I)}.
   *
   * @param k 1 to 1000
   */
  public static Schedule ddpm(int k) {
    List<Level> levels =
        levels(
            k,
            i ->
                Level.preserving(
                    DdpmTable.sigma((int) ((long) (k - i) * DdpmTable.LENGTH / k) - 1)));
    return new Schedule(levels, 1 / levels.get(0).scale());
  }

  /**
   * The levels of Karras et al. 2022, eq. 5, with ρ = 7.
   *
   * @param k 1 to 1000
   * @param sigmaMax first level
   * @param sigmaMin last level before 0, below the first
   */
  public static Schedule edm(int k, double sigmaMax, double sigmaMin) {
    List<Level> levels = levels(k, i -> Level.exploding(karras(i, k, sigmaMax, sigmaMin)));
    return new Schedule(levels, levels.get(0).sigma());
  }

  /** Level i of k of the poly-7 rule: σ_max at 0, σ_min at k − 1. */
  public static double karras(int i, int k, double sigmaMax, double sigmaMin) {
    double a = Math.pow(sigmaMax, 1 / RHO);
    double b = Math.pow(sigmaMin, 1 / RHO);
    return Math.pow(a + (k == 1 ? 0 : (double) i / (k - 1)) * (b - a), RHO);
  }

  /** The same levels for images that are c times as large. */
  public Schedule times(double c) {
    return new Schedule(
        levels.stream().map(l -> new Level(l.scale(), c * l.sigma())).toList(), c * startDeviation);
  }

  /** Number of levels, which is the number of steps. */
  public int steps() {
    return levels.size();
  }

  /** Level i, {@code 0 ≤ i ≤ steps()}; the last is {@link Level#CLEAN}. */
  public Level level(int i) {
    return i == levels.size() ? Level.CLEAN : levels.get(i);
  }

  /** Standard deviation of u where a run starts from noise. */
  public double startDeviation() {
    return startDeviation;
  }

  private static List<Level> levels(int k, IntFunction<Level> level) {
    if (k < 1 || k > DdpmTable.LENGTH) {
      throw new InvalidOptionException(
          "there are " + k + " steps", "give a number of steps in 1 … " + DdpmTable.LENGTH);
    }
    return IntStream.range(0, k).mapToObj(level).toList();
  }
}
