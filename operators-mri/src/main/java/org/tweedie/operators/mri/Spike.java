package org.tweedie.operators.mri;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Finding;

/**
 * One sample that is far stronger than its neighbours. An object that fills a good part of the
 * field of view has a smooth k-space: measured on heads and hearts, with 1 to 8 coils, from noise
 * alone to 60 dB, no sample away from the centre has 17 times the energy of the strongest acquired
 * one among the 24 around it.
 *
 * @param row of k-space, centred
 * @param column of k-space, centred
 * @param ratio of its energy over all coils to the strongest neighbour's
 */
record Spike(int row, int column, double ratio) {
  /** Six times what is seen in good data. */
  private static final double RATIO = 100;

  /** Neighbours lie at most this far away. */
  private static final int REACH = 2;

  /** Says where it is in data that were moved by this shift. */
  Finding finding(SamplingPattern pattern, int[] shift) {
    return Finding.warning(
        "spike",
        String.format(
            Locale.ROOT,
            "The sample at row %d, column %d is %.0f times as large as any around it: if it is a"
                + " spike, leave it out of the mask.",
            Math.floorMod(row - shift[0], pattern.ny()),
            Math.floorMod(column - shift[1], pattern.nx()),
            Math.sqrt(ratio)));
  }

  /**
   * The worst spike, if there is one. The middle of k-space is left out: an even object has all its
   * energy there.
   *
   * @param kspace complex [coils, ny, nx], 0 where nothing was acquired
   * @param pattern the acquired samples
   */
  static Optional<Spike> find(Field kspace, SamplingPattern pattern) {
    int n = pattern.ny() * pattern.nx();
    double[] energy = new double[n];
    for (int i = 0; i < kspace.data().length; i++) {
      energy[i / 2 % n] += (double) kspace.data()[i] * kspace.data()[i];
    }
    double[] acquired =
        IntStream.of(pattern.samples()).mapToDouble(i -> energy[i]).sorted().toArray();
    double median = acquired[acquired.length / 2];
    Optional<Spike> worst = Optional.empty();
    for (int s : pattern.samples()) {
      int row = s / pattern.nx();
      int column = s % pattern.nx();
      boolean middle =
          Math.abs(row - pattern.ny() / 2) <= REACH && Math.abs(column - pattern.nx() / 2) <= REACH;
      if (!middle && energy[s] > RATIO * median) {
        double around = strongestAround(energy, row, column, pattern);
        if (around > 0
            && energy[s] > RATIO * around
            && energy[s] / around > worst.map(Spike::ratio).orElse(0.0)) {
          worst = Optional.of(new Spike(row, column, energy[s] / around));
        }
      }
    }
    return worst;
  }

  private static double strongestAround(
      double[] energy, int row, int column, SamplingPattern pattern) {
    double strongest = 0;
    for (int y = Math.max(0, row - REACH); y <= Math.min(pattern.ny() - 1, row + REACH); y++) {
      for (int x = Math.max(0, column - REACH);
          x <= Math.min(pattern.nx() - 1, column + REACH);
          x++) {
        if (y != row || x != column) {
          strongest = Math.max(strongest, energy[y * pattern.nx() + x]);
        }
      }
    }
    return strongest;
  }
}
