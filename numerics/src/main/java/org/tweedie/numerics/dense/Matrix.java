package org.tweedie.numerics.dense;

import java.util.Arrays;

/**
 * An immutable real matrix in double precision, for problems of at most a few hundred unknowns.
 * Dimensions that do not fit together are a programming error ({@link IllegalArgumentException}).
 */
public final class Matrix {
  private final int rows;
  private final int columns;
  private final double[] a; // row-major

  private Matrix(int rows, int columns, double[] a) {
    this.rows = rows;
    this.columns = columns;
    this.a = a;
  }

  /** The matrix with these rows, at least one, all of one length. */
  public static Matrix of(double[][] rows) {
    int n = rows[0].length;
    double[] a = new double[rows.length * n];
    for (int i = 0; i < rows.length; i++) {
      check(rows[i].length == n, "row " + i + " has " + rows[i].length + " entries, not " + n);
      System.arraycopy(rows[i], 0, a, i * n, n);
    }
    return new Matrix(rows.length, n, a);
  }

  /** The zero matrix. */
  public static Matrix zero(int rows, int columns) {
    return new Matrix(rows, columns, new double[rows * columns]);
  }

  /** The n x n identity. */
  public static Matrix identity(int n) {
    return scalar(n, 1);
  }

  /** {@code c I}, n x n. */
  public static Matrix scalar(int n, double c) {
    double[] d = new double[n];
    Arrays.fill(d, c);
    return diagonal(d);
  }

  /** The square matrix with this diagonal. */
  public static Matrix diagonal(double[] d) {
    double[] a = new double[d.length * d.length];
    for (int i = 0; i < d.length; i++) {
      a[i * d.length + i] = d[i];
    }
    return new Matrix(d.length, d.length, a);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The entry in row i, column j. */
  public double get(int i, int j) {
    return a[i * columns + j];
  }

  /** A copy of the entries. */
  public double[][] toArray() {
    double[][] out = new double[rows][];
    for (int i = 0; i < rows; i++) {
      out[i] = Arrays.copyOfRange(a, i * columns, (i + 1) * columns);
    }
    return out;
  }

  /** {@code this + b}. */
  public Matrix plus(Matrix b) {
    return plus(1, b);
  }

  /** {@code this + c b}. */
  public Matrix plus(double c, Matrix b) {
    check(b.rows == rows && b.columns == columns, "sum of " + this + " and " + b);
    double[] out = a.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += c * b.a[i];
    }
    return new Matrix(rows, columns, out);
  }

  /** {@code c this}. */
  public Matrix times(double c) {
    return zero(rows, columns).plus(c, this);
  }

  /** {@code this b}. */
  public Matrix times(Matrix b) {
    check(columns == b.rows, "product of " + this + " and " + b);
    double[] out = new double[rows * b.columns];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        double c = a[i * columns + k];
        for (int j = 0; j < b.columns; j++) {
          out[i * b.columns + j] += c * b.a[k * b.columns + j];
        }
      }
    }
    return new Matrix(rows, b.columns, out);
  }

  /** {@code this x}. */
  public double[] times(double[] x) {
    check(columns == x.length, "product of " + this + " and a vector of " + x.length);
    double[] out = new double[rows];
    for (int i = 0; i < rows; i++) {
      double s = 0;
      for (int j = 0; j < columns; j++) {
        s += a[i * columns + j] * x[j];
      }
      out[i] = s;
    }
    return out;
  }

  /** The transpose. */
  public Matrix transpose() {
    double[] out = new double[a.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[j * rows + i] = a[i * columns + j];
      }
    }
    return new Matrix(columns, rows, out);
  }

  /** The congruence {@code f this fᵀ}: the covariance of f x if this is the covariance of x. */
  public Matrix congruence(Matrix f) {
    return f.times(this).times(f.transpose()).symmetrised();
  }

  /** {@code (this + thisᵀ)/2}: takes the rounding out of a matrix that is symmetric. */
  public Matrix symmetrised() {
    return plus(transpose()).times(0.5);
  }

  /** The dimensions. */
  @Override
  public String toString() {
    return rows + " x " + columns + " matrix";
  }

  private static void check(boolean fits, String what) {
    if (!fits) {
      throw new IllegalArgumentException("dimensions do not fit: " + what);
    }
  }
}
