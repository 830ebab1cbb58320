package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.numerics.dense.HermitianEigen;
import org.tweedie.numerics.fft.CentredFft;
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
 * @param kernel side k of the patches, in samples
 * @param threshold V is spanned by the singular vectors of the patches whose singular value is
 *     above this share of the largest
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
   */
  Maps estimate(Field block, int ny, int nx) {
    int coils = block.space().dim(0);
    double[][][] correlation = patchCorrelation(block);
    double[][][] projector = new double[2][][];
    int rank = project(correlation, projector);
    Field[] g = imageKernels(projector, coils, ny, nx);

    Field maps = Field.zeros(Space.complex(coils, ny, nx));
    double[] eigenvalue = new double[ny * nx];
    Parallel.forEach(
        ny,
        row -> {
          double[] re = new double[coils * coils];
          double[] im = new double[coils * coils];
          double[] v = new double[2 * coils];
          for (int p = row * nx; p < (row + 1) * nx; p++) {
            for (int c = 0, e = 0; c < coils; c++) {
              for (int d = 0; d <= c; d++, e++) {
                re[c * coils + d] = re[d * coils + c] = g[e].data()[2 * p];
                im[c * coils + d] = g[e].data()[2 * p + 1];
                im[d * coils + c] = -g[e].data()[2 * p + 1];
              }
            }
            eigenvalue[p] = leadingEigenvector(re, im, v);
            if (eigenvalue[p] >= crop) {
              for (int c = 0; c < coils; c++) {
                maps.data()[2 * (c * ny * nx + p)] = (float) v[2 * c];
                maps.data()[2 * (c * ny * nx + p) + 1] = (float) v[2 * c + 1];
              }
            }
          }
        });
    return new Maps(maps, eigenvalue, rank);
  }

  /** {@code Σ a a^H} over all patches a, as {real, imaginary}; element (coil, row, column). */
  private double[][][] patchCorrelation(Field block) {
    int coils = block.space().dim(0);
    int rows = block.space().dim(1) - kernel + 1;
    int columns = block.space().dim(2) - kernel + 1;
    int size = coils * kernel * kernel;
    double[][] re = new double[rows * columns][size];
    double[][] im = new double[rows * columns][size];
    for (int p = 0; p < rows * columns; p++) {
      for (int e = 0; e < size; e++) {
        int c = e / (kernel * kernel);
        int y = p / columns + e / kernel % kernel;
        int x = p % columns + e % kernel;
        int i = 2 * ((c * block.space().dim(1) + y) * block.space().dim(2) + x);
        re[p][e] = block.data()[i];
        im[p][e] = block.data()[i + 1];
      }
    }
    double[][] sumRe = new double[size][size];
    double[][] sumIm = new double[size][size];
    Parallel.forEach(
        size,
        a -> {
          for (int p = 0; p < rows * columns; p++) {
            addProducts(re[p][a], im[p][a], re[p], im[p], sumRe[a], sumIm[a]);
          }
        });
    return new double[][][] {sumRe, sumIm};
  }

  /** {@code sum ← sum + a conj(b)} for each b: a loop that vectorises. */
  private static void addProducts(
      double ar, double ai, double[] br, double[] bi, double[] sumRe, double[] sumIm) {
    for (int j = 0; j < sumRe.length; j++) {
      sumRe[j] += ar * br[j] + ai * bi[j];
    }
    for (int j = 0; j < sumIm.length; j++) {
      sumIm[j] += ai * br[j] - ar * bi[j];
    }
  }

  /**
   * The projector onto V.
   *
   * @param h the correlation of the patches
   * @param projector receives {real, imaginary}
   * @return the dimension of V
   */
  private int project(double[][][] h, double[][][] projector) {
    int n = h[0].length;
    HermitianEigen eigen = new HermitianEigen(h[0], h[1]);
    double[] values = eigen.values();
    double largest = Arrays.stream(values).max().orElseThrow();
    int[] kept = IntStream.range(0, n).filter(i -> values[i] > threshold * largest).toArray();
    double[][] ur = new double[kept.length][n];
    double[][] ui = new double[kept.length][n];
    Parallel.forEach(kept.length, k -> eigen.vector(kept[k], ur[k], ui[k]));
    double[][] re = new double[n][n];
    double[][] im = new double[n][n];
    Parallel.forEach(
        n,
        i -> {
          for (int k = 0; k < kept.length; k++) {
            double a = ur[k][i];
            double b = ui[k][i];
            for (int j = 0; j < n; j++) {
              re[i][j] += a * ur[k][j] + b * ui[k][j];
            }
            for (int j = 0; j < n; j++) {
              im[i][j] += b * ur[k][j] - a * ui[k][j];
            }
          }
        });
    projector[0] = re;
    projector[1] = im;
    return kept.length;
  }

  /**
   * G on the lower triangle of coil pairs (c, d ≤ c): the projector summed over equal offsets
   * within the patch, transformed to the image.
   */
  private Field[] imageKernels(double[][][] projector, int coils, int ny, int nx) {
    Field[] g = new Field[coils * (coils + 1) / 2];
    int[] row = new int[g.length];
    for (int c = 0, e = 0; c < coils; c++) {
      for (int d = 0; d <= c; d++) {
        row[e++] = c;
      }
    }
    int points = kernel * kernel;
    double scale = Math.sqrt((double) ny * nx) / points;
    Parallel.forEach(
        g.length,
        e -> {
          int c = row[e];
          int d = e - c * (c + 1) / 2;
          Field q = Field.zeros(Space.complex(ny, nx));
          for (int a = 0; a < points; a++) {
            for (int b = 0; b < points; b++) {
              int dy = Math.floorMod(ny / 2 + a / kernel - b / kernel, ny);
              int dx = Math.floorMod(nx / 2 + a % kernel - b % kernel, nx);
              int i = 2 * (dy * nx + dx);
              q.data()[i] += (float) (scale * projector[0][c * points + a][d * points + b]);
              q.data()[i + 1] += (float) (scale * projector[1][c * points + a][d * points + b]);
            }
          }
          g[e] = CentredFft.inverse(q);
        });
    return g;
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
