package org.tweedie.operators.mri;

import java.util.Arrays;

/**
 * Points of a grid no two of which are close: in a random order each point is taken unless one that
 * was taken is nearer than its radius {@code r (1 + d)}, d = 0 in the middle of the grid and 1 at
 * the middle of its sides, so that the density falls fourfold (dart throwing: Cook, ACM Trans.
 * Graph. 5, 1986; as sampling masks: Vasanawala et al., IEEE ISBI 2011).
 *
 * @param ny rows of the grid
 * @param nx its columns
 * @param order every point {@code y·nx + x} once
 */
record PoissonDisc(int ny, int nx, int[] order) {
  private static final double SLOPE = 1;

  /** Halvings of the interval of r: then it is known to a thousandth of a point. */
  private static final int HALVINGS = 20;

  /** The points for the largest r that leaves {@code count} of them, in the order of the draw. */
  int[] points(int count) {
    // Even the densest packing has fewer points at twice their mean distance.
    double few = 1 + 2 * Math.sqrt((double) ny * nx / Math.max(1, count));
    double enough = 0;
    for (int i = 0; i < HALVINGS; i++) {
      double r = (few + enough) / 2;
      if (thrown(r).length >= count) {
        enough = r;
      } else {
        few = r;
      }
    }
    return Arrays.copyOf(thrown(enough), count);
  }

  /** The radius around a point, in grid points. */
  double radius(double r, int point) {
    double dy = (point / nx - ny / 2) / (ny / 2.0);
    double dx = (point % nx - nx / 2) / (nx / 2.0);
    return r * (1 + SLOPE * Math.hypot(dy, dx));
  }

  private int[] thrown(double r) {
    boolean[] taken = new boolean[ny * nx];
    int[] points = new int[ny * nx];
    int n = 0;
    for (int p : order) {
      if (isFree(taken, p, radius(r, p))) {
        taken[p] = true;
        points[n++] = p;
      }
    }
    return Arrays.copyOf(points, n);
  }

  private boolean isFree(boolean[] taken, int point, double radius) {
    int reach = (int) Math.ceil(radius);
    int y0 = point / nx;
    int x0 = point % nx;
    for (int y = Math.max(0, y0 - reach); y <= Math.min(ny - 1, y0 + reach); y++) {
      for (int x = Math.max(0, x0 - reach); x <= Math.min(nx - 1, x0 + reach); x++) {
        if (taken[y * nx + x] && Math.hypot(y - y0, x - x0) < radius) {
          return false;
        }
      }
    }
    return true;
  }
}
