package org.tweedie.samplers.levels;

/**
 * The linear schedule of DDPM (Ho, Jain, Abbeel 2020): β_i linear from 1e-4 to 0.02, i = 1..1000,
 * {@code ᾱ_i = Π(1 − β)}. Index 0 is the least noisy entry, as in released code.
 */
public final class DdpmTable {
  /** Number of entries. */
  public static final int LENGTH = 1000;

  private static final double BETA_FIRST = 1e-4;
  private static final double BETA_LAST = 0.02;
  private static final double[] ALPHA_BAR = new double[LENGTH];

  static {
    double product = 1;
    for (int i = 0; i < LENGTH; i++) {
      product *= 1 - (BETA_FIRST + (BETA_LAST - BETA_FIRST) * i / (LENGTH - 1));
      ALPHA_BAR[i] = product;
    }
  }

  private DdpmTable() {}

  /** {@code ᾱ} of entry {@code i}, {@code 0 ≤ i < LENGTH}. */
  public static double alphaBar(int i) {
    return ALPHA_BAR[i];
  }

  /** {@code σ = √(1/ᾱ − 1)} of entry {@code i}; about 157 for the last. */
  public static double sigma(int i) {
    return Math.sqrt(1 / ALPHA_BAR[i] - 1);
  }

  /** How many entries have {@code σ < bound}: the first that many. */
  public static int below(double bound) {
    int n = 0;
    while (n < LENGTH && sigma(n) < bound) {
      n++;
    }
    return n;
  }
}
