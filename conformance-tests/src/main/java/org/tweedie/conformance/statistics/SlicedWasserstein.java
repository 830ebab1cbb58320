package org.tweedie.conformance.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The sliced 2-Wasserstein distance between two sets of as many points. */
public final class SlicedWasserstein {
  private final double[][] directions;

  /**
   * @param dimension of the points
   * @param count number of directions, drawn uniformly from the sphere
   * @param seed of the directions
   */
  public SlicedWasserstein(int dimension, int count, long seed) {
    Random random = new Random(seed);
    directions = new double[count][dimension];
    for (double[] v : directions) {
      double norm = 0;
      for (int i = 0; i < dimension; i++) {
        v[i] = random.nextGaussian();
        norm += v[i] * v[i];
      }
      for (int i = 0; i < dimension; i++) {
        v[i] /= Math.sqrt(norm);
      }
    }
  }

  /** The square of the distance: the mean over the directions of the 1-D transport cost. */
  public double squared(List<double[]> a, List<double[]> b) {
    double sum = 0;
    for (double[] v : directions) {
      double[] p = projected(a, v);
      double[] q = projected(b, v);
      for (int i = 0; i < p.length; i++) {
        sum += (p[i] - q[i]) * (p[i] - q[i]) / p.length;
      }
    }
    return sum / directions.length;
  }

  private static double[] projected(List<double[]> points, double[] v) {
    double[] p = new double[points.size()];
    for (int i = 0; i < p.length; i++) {
      double[] x = points.get(i);
      for (int c = 0; c < v.length; c++) {
        p[i] += x[c] * v[c];
      }
    }
    Arrays.sort(p);
    return p;
  }
}
