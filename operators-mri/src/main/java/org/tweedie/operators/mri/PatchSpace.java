package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.numerics.dense.HermitianEigen;
import org.tweedie.numerics.parallel.Parallel;

/**
 * The space that the patches of k x k points over all coils span: the leading right singular
 * vectors of the matrix with one patch in each row. They come from the eigenvectors of the smaller
 * of its two Gram matrices, so that many coils on a small block cost no more than the block has
 * patches.
 */
final class PatchSpace {
  /** What is below this share of the largest squared singular value is rounding of the data. */
  private static final double ROUNDING = 1e-10;

  private final Field block;
  private final int columns;
  private final int patches;
  private final int points;

  /** How far behind the first point of its patch a point stands in the block. */
  private final int[] pointAt;

  /** Row i: an orthonormal vector; the coils of point a are from a·coils on. */
  private final double[][] re;

  private final double[][] im;

  /**
   * @param block calibration data, complex [coils, rows, columns], no side below the kernel
   * @param kernel side k of the patches
   * @param threshold vectors whose squared singular value is above this share of the largest belong
   *     to the space
   * @throws InvalidInputException if the data are 0 everywhere
   */
  PatchSpace(Field block, int kernel, double threshold) {
    this.block = block;
    int coils = block.space().dim(0);
    this.columns = block.space().dim(2) - kernel + 1;
    this.patches = (block.space().dim(1) - kernel + 1) * columns;
    this.points = coils * kernel * kernel;
    this.pointAt = new int[points];
    for (int e = 0; e < points; e++) {
      int a = e / coils;
      int row = e % coils * block.space().dim(1) + a / kernel;
      pointAt[e] = 2 * (row * block.space().dim(2) + a % kernel);
    }
    boolean few = patches < points;
    double[][][] gram = few ? ofPatches() : ofPoints();
    HermitianEigen eigen = new HermitianEigen(gram[0], gram[1]);
    double[] values = eigen.values();
    double largest = Arrays.stream(values).max().orElseThrow();
    if (!(largest > 0)) {
      throw new InvalidInputException(
          "the calibration block in the middle of k-space holds only zeros",
          "give the sensitivities, or data with a fully sampled centre");
    }
    double least = Math.max(threshold, ROUNDING) * largest;
    int[] kept = IntStream.range(0, values.length).filter(i -> values[i] > least).toArray();
    this.re = new double[kept.length][points];
    this.im = new double[kept.length][points];
    Parallel.forEach(
        kept.length,
        i -> {
          if (few) {
            double[] zr = new double[patches];
            double[] zi = new double[patches];
            eigen.vector(kept[i], zr, zi);
            combine(zr, zi, Math.sqrt(values[kept[i]]), re[i], im[i]);
          } else {
            eigen.vector(kept[i], re[i], im[i]);
          }
        });
  }

  /** The dimension. */
  int rank() {
    return re.length;
  }

  /** Real parts of vector i, in the order [point of the patch][coil]; not a copy. */
  double[] re(int i) {
    return re[i];
  }

  /** Imaginary parts of vector i. */
  double[] im(int i) {
    return im[i];
  }

  /** Where the first point of patch p stands in the block. */
  private int patchAt(int p) {
    return 2 * (p / columns * block.space().dim(2) + p % columns);
  }

  /** {@code Σ_p a_p a_p^H} over the patches, one row of them after the other. */
  private double[][][] ofPoints() {
    double[][][] sum = new double[2][points][points];
    double[][] rowRe = new double[columns][points];
    double[][] rowIm = new double[columns][points];
    for (int first = 0; first < patches; first += columns) {
      for (int p = 0; p < columns; p++) {
        for (int e = 0; e < points; e++) {
          int at = patchAt(first + p) + pointAt[e];
          rowRe[p][e] = block.data()[at];
          rowIm[p][e] = block.data()[at + 1];
        }
      }
      addOuterProducts(rowRe, rowIm, sum);
    }
    return mirrored(sum);
  }

  /**
   * {@code a_q^H a_p} at [p][q]: the sum over the points e of {@code b_e b_e^H, b_e = (a_pe)_p}.
   */
  private double[][][] ofPatches() {
    double[][][] sum = new double[2][patches][patches];
    double[][] pointRe = new double[points][patches];
    double[][] pointIm = new double[points][patches];
    for (int e = 0; e < points; e++) {
      for (int p = 0; p < patches; p++) {
        int at = patchAt(p) + pointAt[e];
        pointRe[e][p] = block.data()[at];
        pointIm[e][p] = block.data()[at + 1];
      }
    }
    addOuterProducts(pointRe, pointIm, sum);
    return mirrored(sum);
  }

  /** {@code u ← Σ_p conj(z_p) a_p / s}. */
  private void combine(double[] zr, double[] zi, double s, double[] ur, double[] ui) {
    for (int p = 0; p < patches; p++) {
      double a = zr[p] / s;
      double b = zi[p] / s;
      int from = patchAt(p);
      for (int e = 0; e < points; e++) {
        int at = from + pointAt[e];
        double x = block.data()[at];
        double y = block.data()[at + 1];
        ur[e] += a * x + b * y;
        ui[e] += a * y - b * x;
      }
    }
  }

  /** {@code sum ← sum + Σ_k v_k v_k^H} on and right of the diagonal. */
  private static void addOuterProducts(double[][] vr, double[][] vi, double[][][] sum) {
    Parallel.forEach(
        sum[0].length,
        a -> {
          for (int k = 0; k < vr.length; k++) {
            addProducts(vr[k][a], vi[k][a], vr[k], vi[k], sum[0][a], sum[1][a], a);
          }
        });
  }

  /** {@code sum ← sum + a conj(b)} for each b from an index on: a loop that vectorises. */
  private static void addProducts(
      double ar, double ai, double[] br, double[] bi, double[] sumRe, double[] sumIm, int from) {
    for (int j = from; j < sumRe.length; j++) {
      sumRe[j] += ar * br[j] + ai * bi[j];
    }
    for (int j = from; j < sumIm.length; j++) {
      sumIm[j] += ai * br[j] - ar * bi[j];
    }
  }

  /** The other half of a Hermitian matrix. */
  private static double[][][] mirrored(double[][][] m) {
    for (int i = 0; i < m[0].length; i++) {
      for (int j = 0; j < i; j++) {
        m[0][i][j] = m[0][j][i];
        m[1][i][j] = -m[1][j][i];
      }
    }
    return m;
  }
}
