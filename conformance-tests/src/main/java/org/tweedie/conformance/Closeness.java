package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.List;
import java.util.stream.Stream;
import org.tweedie.conformance.statistics.Cloud;
import org.tweedie.conformance.statistics.SlicedWasserstein;

/**
 * How close sets of samples are to sets of exact draws. The squared distance between a set and one
 * of exact draws is the squared bias and half of what either scatters by itself, so that sets which
 * scatter more, their samples being weighted or correlated, are not taken for biased.
 *
 * @param ratio the distance that such sets would have without more scatter than exact draws, in
 *     units of the distance between sets of exact draws
 * @param scatter the squared distance between the sets in units of that between exact ones
 */
record Closeness(double ratio, double scatter) {
  static Closeness of(List<Cloud> samples, List<Cloud> truth, long seed) {
    int dimension = truth.get(0).points().get(0).length;
    double[][] squared =
        new SlicedWasserstein(dimension, 64, seed)
            .squared(Stream.concat(samples.stream(), truth.stream()).toList());
    int n = samples.size();
    int all = n + truth.size();
    double cross = mean(squared, 0, n, n, all);
    // All pairs: one pair alone differs by chance in how many points each mode gets.
    double within = mean(squared, 0, n, 0, n);
    double floor = mean(squared, n, all, n, all);
    double bias = cross - (within + floor) / 2;
    return new Closeness(Math.sqrt(Math.max(0, floor + bias) / floor), within / floor);
  }

  /** The mean over the rows and columns, without the diagonal. */
  private static double mean(double[][] m, int row, int rows, int column, int columns) {
    double sum = 0;
    int n = 0;
    for (int i = row; i < rows; i++) {
      for (int j = column; j < columns; j++) {
        sum += m[i][j];
        n += i == j ? 0 : 1;
      }
    }
    return sum / n;
  }

  @Override
  public String toString() {
    return "a distance of " + show(ratio) + " and a scatter of " + show(scatter);
  }
}
