package org.tweedie.api.field;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.tweedie.api.error.InvalidInputException;

/**
 * A finite-dimensional real inner-product space of arrays: a shape and a kind of scalar. Two spaces
 * are equal exactly when both agree.
 *
 * <p>The inner product is the plain real one, {@code Re Σ conj(a)·b}. There are no hidden weights.
 * A batch is a list of fields and is never part of the shape.
 */
public final class Space {
  private final Scalar scalar;
  private final int[] shape;
  private final int size;

  private Space(Scalar scalar, int[] shape) {
    long n = 1;
    for (int d : shape) {
      if (d < 1) {
        throw new InvalidInputException(
            "the shape " + Arrays.toString(shape) + " has a dimension below 1",
            "give every dimension at least one element");
      }
      n = Math.multiplyExact(n, (long) d);
    }
    if (n * scalar.components() > Integer.MAX_VALUE - 8) {
      throw new InvalidInputException(
          "the shape " + Arrays.toString(shape) + " has more elements than an array can hold",
          "split the data into slices");
    }
    this.scalar = scalar;
    this.shape = shape.clone();
    this.size = (int) n;
  }

  /** The space of real arrays of this shape, row-major, slowest dimension first. */
  public static Space real(int... shape) {
    return new Space(Scalar.REAL, shape);
  }

  /** The space of complex arrays of this shape, row-major, slowest dimension first. */
  public static Space complex(int... shape) {
    return new Space(Scalar.COMPLEX, shape);
  }

  /** The space of arrays of this scalar kind and shape. */
  public static Space of(Scalar scalar, int... shape) {
    return new Space(scalar, shape);
  }

  /** The scalar kind. */
  public Scalar scalar() {
    return scalar;
  }

  /** True for complex elements. */
  public boolean isComplex() {
    return scalar == Scalar.COMPLEX;
  }

  /** A copy of the shape. */
  public int[] shape() {
    return shape.clone();
  }

  /** Number of dimensions. */
  public int rank() {
    return shape.length;
  }

  /** Extent of dimension {@code i}, {@code 0 ≤ i < rank()}. */
  public int dim(int i) {
    return shape[i];
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /**
   * Number of real components: {@code size()} for real, {@code 2·size()} for complex elements. This
   * is the dimension of the space, the number that every count of measurements in Tweedie means.
   */
  public int components() {
    return size * scalar.components();
  }

  /** The space of the same shape with another scalar kind. */
  public Space with(Scalar other) {
    return other == scalar ? this : new Space(other, shape);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Space s && s.scalar == scalar && Arrays.equals(s.shape, shape);
  }

  @Override
  public int hashCode() {
    return 31 * scalar.hashCode() + Arrays.hashCode(shape);
  }

  /** For example {@code complex 230 x 180}. */
  @Override
  public String toString() {
    return (isComplex() ? "complex " : "real ")
        + Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(" x "));
  }
}
