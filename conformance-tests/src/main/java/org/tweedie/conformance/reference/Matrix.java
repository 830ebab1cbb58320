package org.tweedie.conformance.reference;

import java.util.function.IntToDoubleFunction;

/** A small dense matrix in double precision; immutable. Sizes of a few dozen, no blocking. */
public final class Matrix {
  private final double[][] a;
  private final int columns;

  private Matrix(double[][] a, int columns) {
    this.a = a;
    this.columns = columns;
  }

  /** A copy of an array of rows, which must all be of one length. */
  public static Matrix of(double[][] rows) {
    double[][] copy = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      copy[i] = rows[i].clone();
      if (copy[i].length != copy[0].length) {
        throw new IllegalArgumentException(
            "row " + i + " has " + copy[i].length + " numbers, row 0 has " + copy[0].length);
      }
    }
    return new Matrix(copy, copy.length == 0 ? 0 : copy[0].length);
  }

  /** The matrix with these entries. */
  public static Matrix fill(int rows, int columns, Entry entry) {
    double[][] a = new double[rows][columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        a[i][j] = entry.at(i, j);
      }
    }
    return new Matrix(a, columns);
  }

  /** An entry as a function of its place. */
  @FunctionalInterface
  public interface Entry {
    /** The entry in row i, column j. */
    double at(int i, int j);
  }

  /** The square diagonal matrix with these entries. */
  public static Matrix diagonal(int n, IntToDoubleFunction entry) {
    return fill(n, n, (i, j) -> i == j ? entry.applyAsDouble(i) : 0);
  }

  /** The identity. */
  public static Matrix identity(int n) {
    return diagonal(n, i -> 1);
  }

  /** Number of rows. */
  public int rows() {
    return a.length;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The entry in row i, column j. */
  public double get(int i, int j) {
    return a[i][j];
  }

  /** A copy as rows. */
  public double[][] toArray() {
    double[][] copy = new double[a.length][];
    for (int i = 0; i < a.length; i++) {
      copy[i] = a[i].clone();
    }
    return copy;
  }

  /** {@code A·B}. */
  public Matrix times(Matrix b) {
    double[][] c = new double[a.length][b.columns];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < columns; k++) {
        double f = a[i][k];
        for (int j = 0; j < b.columns; j++) {
          c[i][j] += f * b.a[k][j];
        }
      }
    }
    return new Matrix(c, b.columns);
  }

  /** {@code A·x}. */
  public double[] times(double[] x) {
    double[] y = new double[a.length];
    for (int i = 0; i < y.length; i++) {
      double s = 0;
      for (int j = 0; j < columns; j++) {
        s += a[i][j] * x[j];
      }
      y[i] = s;
    }
    return y;
  }

  /** {@code Aᵀ}. */
  public Matrix transpose() {
    return fill(columns, rows(), (i, j) -> a[j][i]);
  }

  /** {@code A + f·B}. */
  public Matrix plus(double f, Matrix b) {
    return fill(rows(), columns, (i, j) -> a[i][j] + f * b.a[i][j]);
  }

  /** {@code f·A}. */
  public Matrix scaled(double f) {
    return fill(rows(), columns, (i, j) -> f * a[i][j]);
  }

  /** {@code (A + Aᵀ)/2}, without the asymmetry that rounding leaves. */
  public Matrix symmetrised() {
    return fill(rows(), columns, (i, j) -> (a[i][j] + a[j][i]) / 2);
  }

  /** The sum of the diagonal. */
  public double trace() {
    double s = 0;
    for (int i = 0; i < rows(); i++) {
      s += a[i][i];
    }
    return s;
  }

  /** The largest magnitude of an entry. */
  public double maxAbs() {
    double m = 0;
    for (double[] row : a) {
      for (double v : row) {
        m = Math.max(m, Math.abs(v));
      }
    }
    return m;
  }

  /** The Cholesky factor L of a symmetric positive definite matrix {@code A = L·Lᵀ}. */
  public Cholesky cholesky() {
    return new Cholesky(this);
  }

  /** The inverse of a symmetric positive definite matrix. */
  public Matrix inverse() {
    return cholesky().solve(identity(rows()));
  }

  /** The eigenvalues and eigenvectors of a symmetric matrix. */
  public Eigen eigen() {
    return Eigen.of(this);
  }

  /** The symmetric square root of a positive semidefinite matrix; negative rounding becomes 0. */
  public Matrix squareRoot() {
    Eigen e = eigen();
    Matrix v = e.vectors();
    return v.times(diagonal(rows(), i -> Math.sqrt(Math.max(0, e.values()[i]))))
        .times(v.transpose());
  }
}
