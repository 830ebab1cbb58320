package org.tweedie.conformance.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * Points with weights.
 *
 * @param points at least one
 * @param weights one a point, with sum 1
 */
public record Cloud(List<double[]> points, double[] weights) {
  /** Points that weigh the same. */
  public static Cloud of(List<double[]> points) {
    double[] w = new double[points.size()];
    Arrays.fill(w, 1.0 / w.length);
    return new Cloud(points, w);
  }

  /** Points with weights, which are scaled to sum to 1. */
  public static Cloud weighted(List<double[]> points, double[] weights) {
    double sum = Arrays.stream(weights).sum();
    return new Cloud(points, Arrays.stream(weights).map(w -> w / sum).toArray());
  }

  /** How many points of equal weight these are worth: {@code 1/Σw²}. */
  public double effective() {
    return 1 / Arrays.stream(weights).map(w -> w * w).sum();
  }

  /** Whether all weigh the same, up to rounding. */
  public boolean isEven() {
    return effective() > weights.length * (1 - 1e-9);
  }

  /** The points along a direction, in order. */
  Line along(double[] direction) {
    int n = weights.length;
    double[] p = new double[n];
    for (int i = 0; i < n; i++) {
      double[] x = points.get(i);
      for (int c = 0; c < direction.length; c++) {
        p[i] += x[c] * direction[c];
      }
    }
    if (isEven()) {
      Arrays.sort(p); // much faster than places, and most methods have even weights
      return new Line(p, weights);
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(p[i], p[j]));
    double[] sorted = new double[n];
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      sorted[i] = p[order[i]];
      w[i] = weights[order[i]];
    }
    return new Line(sorted, w);
  }

  /**
   * A distribution on a line.
   *
   * @param values rising
   * @param weights one a value, with sum 1
   */
  record Line(double[] values, double[] weights) {
    /** The square of the 2-Wasserstein distance: the cost of moving one onto the other in order. */
    double squared(Line other) {
      double cost = 0;
      double left = weights[0];
      double right = other.weights[0];
      for (int i = 0, j = 0; i < values.length && j < other.values.length; ) {
        double moved = Math.min(left, right);
        cost += moved * (values[i] - other.values[j]) * (values[i] - other.values[j]);
        left -= moved;
        right -= moved;
        if (left <= right && ++i < values.length) {
          left += weights[i];
        } else if (left > right && ++j < other.values.length) {
          right += other.weights[j];
        }
      }
      return cost;
    }
  }
}
