package org.tweedie.operators.mri;

import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/**
 * The fully sampled block in the middle of k-space.
 *
 * @param top first row of the block
 * @param left first column of the block
 * @param rows its rows
 * @param columns its columns
 */
record Calibration(int top, int left, int rows, int columns) {
  /**
   * The largest fully sampled block around the centre of k-space, no side above a limit.
   *
   * @param pattern the acquired samples
   * @param limit largest number of rows and of columns
   * @param kernel a smaller block is of no use
   * @throws InvalidOptionException if the limit admits no block larger than the kernel
   * @throws InvalidInputException if there is no block of {@code kernel + 1} rows and columns
   */
  static Calibration find(SamplingPattern pattern, int limit, int kernel) {
    if (limit <= kernel) {
      throw new InvalidOptionException(
          "the calibration block may have "
              + limit
              + " points a side, and the kernel has "
              + kernel,
          "raise 'calibration' or lower 'espirit-kernel'");
    }
    Calibration best = new Calibration(0, 0, 0, 0);
    int columns = Math.min(limit, pattern.nx());
    for (int rows = 1; rows <= Math.min(limit, pattern.ny()); rows++) {
      while (columns > 0 && !around(pattern, rows, columns).sampledBy(pattern)) {
        columns--;
      }
      if (rows * columns > best.rows * best.columns) {
        best = around(pattern, rows, columns);
      }
    }
    if (Math.min(best.rows, best.columns) <= kernel) {
      throw new InvalidInputException(
          "there is no calibration region: the fully sampled block in the middle of k-space has "
              + best.rows
              + " x "
              + best.columns
              + " points, and coil sensitivities need more than "
              + kernel
              + " x "
              + kernel,
          "give the sensitivities, or data with a fully sampled centre");
    }
    return best;
  }

  private static Calibration around(SamplingPattern pattern, int rows, int columns) {
    return new Calibration(
        pattern.ny() / 2 - rows / 2, pattern.nx() / 2 - columns / 2, rows, columns);
  }

  private boolean sampledBy(SamplingPattern pattern) {
    for (int ky = top; ky < top + rows; ky++) {
      for (int kx = left; kx < left + columns; kx++) {
        if (!pattern.contains(ky, kx)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The block alone.
   *
   * @param kspace complex [coils, ny, nx], centred
   * @return complex [coils, rows, columns]
   */
  Field cut(Field kspace) {
    int coils = kspace.space().dim(0);
    int ny = kspace.space().dim(1);
    int nx = kspace.space().dim(2);
    Field out = Field.zeros(Space.complex(coils, rows, columns));
    for (int c = 0; c < coils; c++) {
      for (int i = 0; i < rows; i++) {
        int from = 2 * ((c * ny + top + i) * nx + left);
        int to = 2 * ((c * rows + i) * columns);
        System.arraycopy(kspace.data(), from, out.data(), to, 2 * columns);
      }
    }
    return out;
  }

  /**
   * K-space that is the block, weighted by a Hann window, in the middle and 0 elsewhere: its image
   * has no ripples.
   *
   * @param kspace complex [coils, ny, nx], centred
   * @return complex [coils, ny, nx]
   */
  Field lowPass(Field kspace) {
    int ny = kspace.space().dim(1);
    int nx = kspace.space().dim(2);
    Field out = Field.zeros(kspace.space());
    for (int c = 0; c < kspace.space().dim(0); c++) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double w = hann(i, rows) * hann(j, columns);
          int at = 2 * ((c * ny + top + i) * nx + left + j);
          out.data()[at] = (float) (w * kspace.data()[at]);
          out.data()[at + 1] = (float) (w * kspace.data()[at + 1]);
        }
      }
    }
    return out;
  }

  /** Positive for i = 0 … n − 1, 1 at ⌊n/2⌋. */
  private static double hann(int i, int n) {
    return 0.5 + 0.5 * Math.cos(2 * Math.PI * (i - n / 2) / (n + 1));
  }
}
