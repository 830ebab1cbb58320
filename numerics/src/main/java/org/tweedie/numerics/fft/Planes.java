package org.tweedie.numerics.fft;

import java.util.Arrays;

/**
 * A complex matrix held as rows, real and imaginary parts apart: the form in which {@link Dft}
 * works.
 */
public final class Planes {
  /** Rows and columns to a tile of a transposition: a tile of floats is one cache line wide. */
  private static final int TILE = 16;

  private final float[][] re;
  private final float[][] im;

  /** The zero matrix. */
  public Planes(int rows, int columns) {
    this(new float[rows][columns], new float[rows][columns]);
  }

  private Planes(float[][] re, float[][] im) {
    this.re = re;
    this.im = im;
  }

  /**
   * The matrix over these very rows: the real parts, then the imaginary parts.
   *
   * @param rows an even number of them, all of one length
   */
  public static Planes over(float[][] rows) {
    int n = rows.length / 2;
    return new Planes(Arrays.copyOf(rows, n), Arrays.copyOfRange(rows, n, 2 * n));
  }

  /** The rows that {@link #over} takes: those of the real parts, then of the imaginary parts. */
  public float[][] all() {
    float[][] rows = Arrays.copyOf(re, 2 * re.length);
    System.arraycopy(im, 0, rows, re.length, im.length);
    return rows;
  }

  /**
   * A matrix of some rows of this one, sharing their storage. A transform of this matrix permutes
   * its rows; the selection keeps those that it was made of.
   *
   * @param indices which rows, in the order wanted
   */
  public Planes rows(int[] indices) {
    float[][] r = new float[indices.length][];
    float[][] i = new float[indices.length][];
    for (int k = 0; k < indices.length; k++) {
      r[k] = re[indices[k]];
      i[k] = im[indices[k]];
    }
    return new Planes(r, i);
  }

  /** Number of rows. */
  public int rows() {
    return re.length;
  }

  /** Number of columns. */
  public int columns() {
    return re[0].length;
  }

  /** The rows of real parts, not a copy. */
  public float[][] re() {
    return re;
  }

  /** The rows of imaginary parts, not a copy. */
  public float[][] im() {
    return im;
  }

  /** {@code out ← thisᵀ}, where {@code out} has as many rows as this has columns. */
  public void transposeInto(Planes out) {
    transpose(re, out.re);
    transpose(im, out.im);
  }

  private static void transpose(float[][] x, float[][] y) {
    for (int i0 = 0; i0 < x.length; i0 += TILE) {
      int i1 = Math.min(x.length, i0 + TILE);
      for (int j0 = 0; j0 < y.length; j0 += TILE) {
        int j1 = Math.min(y.length, j0 + TILE);
        for (int j = j0; j < j1; j++) {
          float[] row = y[j];
          for (int i = i0; i < i1; i++) {
            row[i] = x[i][j];
          }
        }
      }
    }
  }
}
