package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;

/** Sampling masks, real [ny, nx], 1 where sampled. Lines are columns: all ky at one kx. */
final class SamplingMasks {
  private static final Purpose MASK = Purpose.of("mri.mask");

  private SamplingMasks() {}

  /** Every point. */
  static Field full(int ny, int nx) {
    return Field.zeros(Space.real(ny, nx)).fill(1);
  }

  /**
   * Lines of variable density: the centre, and of the rest as many as make up ⌊nx/R + ½⌋ lines,
   * drawn without replacement with weights {@code (1 − d)²}, d = 1 at the edge of k-space (the
   * polynomial density of Lustig, Donoho, Pauly, Magn. Reson. Med. 58, 2007).
   */
  static Field lines(int ny, int nx, double acceleration, int centre, Noise noise) {
    int total = budget(nx, acceleration, centre, "lines");
    int first = nx / 2 - centre / 2;
    int[] drawn =
        draw(
            nx,
            total,
            k ->
                k >= first && k < first + centre
                    ? Double.POSITIVE_INFINITY
                    : Math.pow(1 - Math.abs(k - nx / 2) / (nx / 2.0 + 1), 2),
            noise);
    return columns(ny, nx, drawn);
  }

  /** Every R-th line through the centre, and the lines of the centre. */
  static Field uniform(int ny, int nx, double acceleration, int centre) {
    int step = (int) Math.max(1, Math.round(acceleration));
    int first = nx / 2 - centre / 2;
    return columns(
        ny,
        nx,
        IntStream.range(0, nx)
            .filter(k -> (k - nx / 2) % step == 0 || (k >= first && k < first + centre))
            .toArray());
  }

  /**
   * Single points: a square in the centre, and of the rest as many as make up ⌊ny·nx/R + ½⌋, drawn
   * without replacement with Gaussian weights of standard deviation a fifth of each extent.
   */
  static Field points(int ny, int nx, double acceleration, int centre, Noise noise) {
    int total = budget(ny * nx, acceleration, centre * centre, "points");
    int[] drawn =
        draw(
            ny * nx,
            total,
            k -> {
              if (inCentre(k, ny, nx, centre)) {
                return Double.POSITIVE_INFINITY;
              }
              double dy = (k / nx - ny / 2) / (0.2 * ny);
              double dx = (k % nx - nx / 2) / (0.2 * nx);
              return Math.exp(-(dy * dy + dx * dx) / 2);
            },
            noise);
    return points(ny, nx, IntStream.of(drawn));
  }

  /**
   * Points of a variable-density Poisson disc, and a square in the centre, together ⌊ny·nx/R + ½⌋.
   */
  static Field poisson(int ny, int nx, double acceleration, int centre, Noise noise) {
    int total = budget(ny * nx, acceleration, centre * centre, "points");
    int[] order = draw(ny * nx, ny * nx, k -> 1, noise);
    IntStream square = IntStream.range(0, ny * nx).filter(k -> inCentre(k, ny, nx, centre));
    int[] outside = IntStream.of(order).filter(k -> !inCentre(k, ny, nx, centre)).toArray();
    int[] discs = new PoissonDisc(ny, nx, outside).points(total - centre * centre);
    return points(ny, nx, IntStream.concat(square, IntStream.of(discs)));
  }

  /**
   * Grid points nearest to points at whole distances along spokes through the centre at angles
   * iπ/n, i = 0 … n − 1: the pseudo-radial mask of Sun et al. 2024 (arXiv:2310.10835).
   */
  static Field radial(int ny, int nx, int spokes) {
    Field mask = Field.zeros(Space.real(ny, nx));
    int radius = (int) Math.ceil(Math.hypot(ny / 2.0, nx / 2.0));
    for (int i = 0; i < spokes; i++) {
      double angle = i * Math.PI / spokes;
      for (int r = -radius; r <= radius; r++) {
        int y = (int) Math.floor(ny / 2 + r * Math.sin(angle) + 0.5);
        int x = (int) Math.floor(nx / 2 + r * Math.cos(angle) + 0.5);
        if (y >= 0 && y < ny && x >= 0 && x < nx) {
          mask.data()[y * nx + x] = 1;
        }
      }
    }
    return mask;
  }

  private static boolean inCentre(int k, int ny, int nx, int centre) {
    int y = k / nx - ny / 2 + centre / 2;
    int x = k % nx - nx / 2 + centre / 2;
    return y >= 0 && y < centre && x >= 0 && x < centre;
  }

  private static Field points(int ny, int nx, IntStream points) {
    Field mask = Field.zeros(Space.real(ny, nx));
    points.forEach(k -> mask.data()[k] = 1);
    return mask;
  }

  private static int budget(int all, double acceleration, int centre, String what) {
    int total = (int) Math.floor(all / acceleration + 0.5);
    if (total < centre) {
      throw new InvalidOptionException(
          "an acceleration of "
              + acceleration
              + " leaves "
              + total
              + " "
              + what
              + ", fewer than the "
              + centre
              + " of the centre",
          "lower 'acceleration' or 'centre'");
    }
    return total;
  }

  private static Field columns(int ny, int nx, int[] columns) {
    Field mask = Field.zeros(Space.real(ny, nx));
    for (int k : columns) {
      for (int y = 0; y < ny; y++) {
        mask.data()[y * nx + k] = 1;
      }
    }
    return mask;
  }

  /**
   * Draws without replacement, each time in proportion to the weights of what is left: the smallest
   * of independent exponential variables divided by the weights (Efraimidis and Spirakis, 2006).
   */
  private static int[] draw(int n, int count, IntToDoubleFunction weight, Noise noise) {
    float[] g = noise.normals(0, 0, MASK, Field.zeros(Space.complex(n))).data();
    double[] key = new double[n];
    for (int k = 0; k < n; k++) {
      // Half the squared length of a pair of normals is exponential.
      double e = 0.5 * ((double) g[2 * k] * g[2 * k] + (double) g[2 * k + 1] * g[2 * k + 1]);
      key[k] = e / weight.applyAsDouble(k);
    }
    Integer[] order = new Integer[n];
    Arrays.setAll(order, k -> k);
    Arrays.sort(order, Comparator.comparingDouble(k -> key[k]));
    return Arrays.stream(order).limit(count).mapToInt(Integer::intValue).toArray();
  }
}
