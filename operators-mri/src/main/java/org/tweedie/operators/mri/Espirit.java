package org.tweedie.operators.mri;

import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.numerics.parallel.Parallel;

/**
 * Coil sensitivities from the fully sampled centre of k-space: ESPIRiT (Uecker, Lai, Murphy,
 * Virtue, Elad, Pauly, Vasanawala, Lustig, Magn. Reson. Med. 71, 2014), one set of maps.
 *
 * <p>Patches of k x k points over all coils span a low-dimensional space V. A patch of the true
 * k-space lies in it; averaged over the positions within the patch, the projection onto V is a
 * convolution, at each pixel a coils x coils Hermitian matrix {@code G(x)} with eigenvalues in [0,
 * 1] and {@code G(x) S(x) = S(x)} (their equations 13 to 16).
 *
 * <p>G has no frequency beyond k − 1 along either axis, so 2k − 1 points an axis determine it. It
 * is computed on that grid and interpolated.
 *
 * @param kernel side k of the patches, in samples
 * @param threshold V is spanned by the singular vectors of the patches whose squared singular value
 *     is above this share of the largest squared one
 * @param crop sensitivities are 0 where the largest eigenvalue of G is below this
 */
record Espirit(int kernel, double threshold, double crop) {
  /** Ample: an eigenvalue that stands out by a tenth has converged to 1e-6 after 150 rounds. */
  private static final int MAX_ROUNDS = 200;

  /**
   * Maps and the eigenvalue that goes with them.
   *
   * @param maps complex [coils, ny, nx]; unit root-sum-of-squares, 0 where cropped; the phase is
   *     that of the eigenvectors and means nothing yet
   * @param eigenvalue largest eigenvalue of G at each pixel, row by row
   * @param rank dimension of V
   */
  record Maps(Field maps, double[] eigenvalue, int rank) {}

  /**
   * Estimates the maps.
   *
   * @param block calibration data, complex [coils, rows, columns], no side below the kernel
   * @param ny rows of the maps
   * @param nx columns of the maps
   * @throws InvalidInputException if the block is 0, or no pixel is left after the crop
   */
  Maps estimate(Field block, int ny, int nx) {
    int coils = block.space().dim(0);
    PatchSpace space = new PatchSpace(block, kernel, threshold);
    double[][][] coarse = onCoarseGrid(space, coils);
    double[][] alongY = interpolation(ny);
    double[][] alongX = interpolation(nx);

    Field maps = Field.zeros(Space.complex(coils, ny, nx));
    double[] eigenvalue = new double[ny * nx];
    Parallel.forEach(
        ny,
        row -> {
          double[][] line = new double[alongX[0].length][];
          for (int f = 0; f < line.length; f++) {
            line[f] = weightedSum(alongY[row], coarse[f]);
          }
          double[] re = new double[coils * coils];
          double[] im = new double[coils * coils];
          double[] v = new double[2 * coils];
          for (int x = 0; x < nx; x++) {
            unpack(weightedSum(alongX[x], line), coils, re, im);
            int p = row * nx + x;
            eigenvalue[p] = leadingEigenvector(re, im, v);
            for (int c = 0; c < coils && eigenvalue[p] >= crop; c++) {
              maps.data()[2 * (c * ny * nx + p)] = (float) v[2 * c];
              maps.data()[2 * (c * ny * nx + p) + 1] = (float) v[2 * c + 1];
            }
          }
        });
    if (maps.norm() == 0) {
      throw new InvalidInputException(
          "ESPIRiT finds no sensitivities: its eigenvalue is below the crop of "
              + crop
              + " at every pixel",
          "lower 'espirit-crop' or 'espirit-threshold', give more of the centre of k-space, or give"
              + " the sensitivities");
    }
    return new Maps(maps, eigenvalue, space.rank());
  }

  /**
   * G on (2k − 1)² points, {@code Σ_i w_i w_i^H / k²} with {@code w_i} the transform of vector i at
   * that point, as [column][row][pairs of coils (c, d ≤ c): real parts, then imaginary parts].
   */
  private double[][][] onCoarseGrid(PatchSpace space, int coils) {
    int side = 2 * kernel - 1;
    int pairs = coils * (coils + 1) / 2;
    double[][][] g = new double[side][side][2 * pairs];
    Parallel.forEach(
        side * side,
        f -> {
          double[] re = new double[pairs];
          double[] im = new double[pairs];
          for (int i = 0; i < space.rank(); i++) {
            double[] wr = new double[coils];
            double[] wi = new double[coils];
            for (int a = 0; a < kernel * kernel; a++) {
              int turns = a / kernel * (f % side) + a % kernel * (f / side);
              double cos = Math.cos(2 * Math.PI * turns / side) / kernel;
              double sin = Math.sin(2 * Math.PI * turns / side) / kernel;
              addTurned(wr, wi, cos, sin, space.re(i), space.im(i), a * coils);
            }
            for (int c = 0, e = 0; c < coils; e += ++c) {
              addProducts(re, im, e, wr, wi, c);
            }
          }
          double[] point = g[f / side][f % side];
          System.arraycopy(re, 0, point, 0, pairs);
          System.arraycopy(im, 0, point, pairs, pairs);
        });
    return g;
  }

  /** {@code w_c ← w_c + (cos + i sin) u_{from + c}}. */
  private static void addTurned(
      double[] wr, double[] wi, double cos, double sin, double[] ur, double[] ui, int from) {
    for (int c = 0; c < wr.length; c++) {
      wr[c] += cos * ur[from + c] - sin * ui[from + c];
    }
    for (int c = 0; c < wi.length; c++) {
      wi[c] += cos * ui[from + c] + sin * ur[from + c];
    }
  }

  /** Adds {@code w_c conj(w_d)} for d = 0 … c to elements e, e + 1, …. */
  private static void addProducts(
      double[] re, double[] im, int e, double[] wr, double[] wi, int c) {
    double a = wr[c];
    double b = wi[c];
    for (int d = 0; d <= c; d++) {
      re[e + d] += a * wr[d] + b * wi[d];
    }
    for (int d = 0; d <= c; d++) {
      im[e + d] += b * wr[d] - a * wi[d];
    }
  }

  /** Row x: the weights of 2k − 1 equidistant values of one period in the value at pixel x of n. */
  private double[][] interpolation(int n) {
    int side = 2 * kernel - 1;
    double[][] weights = new double[n][side];
    for (int x = 0; x < n; x++) {
      for (int f = 0; f < side; f++) {
        double angle = 2 * Math.PI * ((double) (x - n / 2) / n - (double) f / side);
        weights[x][f] = 1.0 / side;
        for (int k = 1; k < kernel; k++) {
          weights[x][f] += 2 * Math.cos(k * angle) / side;
        }
      }
    }
    return weights;
  }

  private static double[] weightedSum(double[] weights, double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      double w = weights[i];
      double[] row = rows[i];
      for (int j = 0; j < sum.length; j++) {
        sum[j] += w * row[j];
      }
    }
    return sum;
  }

  /** From the lower triangle to the whole matrix. */
  private static void unpack(double[] g, int coils, double[] re, double[] im) {
    for (int c = 0, e = 0; c < coils; c++) {
      for (int d = 0; d <= c; d++, e++) {
        re[c * coils + d] = re[d * coils + c] = g[e];
        im[c * coils + d] = g[e + g.length / 2];
        im[d * coils + c] = -g[e + g.length / 2];
      }
    }
  }

  /**
   * Power iteration on a small Hermitian positive matrix.
   *
   * @param re real part, n x n
   * @param im imaginary part, n x n
   * @param v receives the unit eigenvector, interleaved
   * @return the eigenvalue
   */
  static double leadingEigenvector(double[] re, double[] im, double[] v) {
    int n = v.length / 2;
    int start = 0;
    for (int c = 1; c < n; c++) {
      if (re[c * n + c] > re[start * n + start]) {
        start = c;
      }
    }
    // The column of the strongest coil is M applied to a unit vector: one round is done already.
    for (int c = 0; c < n; c++) {
      v[2 * c] = re[c * n + start];
      v[2 * c + 1] = im[c * n + start];
    }
    normalise(v);
    double[] w = new double[2 * n];
    double value = 0;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      for (int c = 0; c < n; c++) {
        double r = 0;
        double s = 0;
        for (int d = 0; d < n; d++) {
          double a = re[c * n + d];
          double b = im[c * n + d];
          r += a * v[2 * d] - b * v[2 * d + 1];
          s += a * v[2 * d + 1] + b * v[2 * d];
        }
        w[2 * c] = r;
        w[2 * c + 1] = s;
      }
      value = normalise(w);
      double change = 0;
      for (int i = 0; i < v.length; i++) {
        change = Math.max(change, Math.abs(w[i] - v[i]));
        v[i] = w[i];
      }
      if (change < 1e-7) {
        break;
      }
    }
    return value;
  }

  private static double normalise(double[] v) {
    double sum = 0;
    for (double a : v) {
      sum += a * a;
    }
    double norm = Math.sqrt(sum);
    for (int i = 0; i < v.length && norm > 0; i++) {
      v[i] /= norm;
    }
    return norm;
  }
}
