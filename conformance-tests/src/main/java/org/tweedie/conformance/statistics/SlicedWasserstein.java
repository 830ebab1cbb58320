package org.tweedie.conformance.statistics;

import java.util.List;
import java.util.Random;

/** The sliced 2-Wasserstein distance between clouds of points. */
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

  /**
   * The squares of the distances between all of them: means over the directions of the cost of
   * transport on a line.
   */
  public double[][] squared(List<Cloud> clouds) {
    int n = clouds.size();
    double[][] sum = new double[n][n];
    for (double[] v : directions) {
      List<Cloud.Line> lines = clouds.stream().map(c -> c.along(v)).toList();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          sum[i][j] += lines.get(i).squared(lines.get(j)) / directions.length;
          sum[j][i] = sum[i][j];
        }
      }
    }
    return sum;
  }
}
