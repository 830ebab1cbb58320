package org.tweedie.api.field;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A set of spaces that an input or a prior accepts: a scalar kind (or either), and for each
 * dimension a fixed extent or any multiple of some number.
 */
public final class SpacePattern {
  /** In place of an extent: any. */
  public static final int ANY = -1;

  private final Optional<Scalar> scalar;
  private final int[] dims;
  private final int multiple;

  private SpacePattern(Optional<Scalar> scalar, int[] dims, int multiple) {
    this.scalar = scalar;
    this.dims = dims.clone();
    this.multiple = multiple;
  }

  /** Spaces of this scalar kind; a dimension is an extent or {@link #ANY}. */
  public static SpacePattern of(Scalar scalar, int... dims) {
    return new SpacePattern(Optional.of(scalar), dims, 1);
  }

  /** Real or complex spaces; a dimension is an extent or {@link #ANY}. */
  public static SpacePattern eitherScalar(int... dims) {
    return new SpacePattern(Optional.empty(), dims, 1);
  }

  /**
   * The same pattern where a dimension given as {@link #ANY} must be a multiple of {@code k ≥ 1}.
   */
  public SpacePattern multipleOf(int k) {
    return new SpacePattern(scalar, dims, k);
  }

  /** The scalar kind, if only one is accepted. */
  public Optional<Scalar> scalar() {
    return scalar;
  }

  /** Number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** A copy of the extents, {@link #ANY} where free. */
  public int[] dims() {
    return dims.clone();
  }

  /** What a free dimension must be a multiple of. */
  public int multiple() {
    return multiple;
  }

  /** True if the space belongs to the pattern. */
  public boolean accepts(Space space) {
    if (space.rank() != dims.length || (scalar.isPresent() && scalar.get() != space.scalar())) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == ANY ? space.dim(i) % multiple != 0 : space.dim(i) != dims[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof SpacePattern p
        && p.scalar.equals(scalar)
        && Arrays.equals(p.dims, dims)
        && p.multiple == multiple;
  }

  @Override
  public int hashCode() {
    return 31 * (31 * scalar.hashCode() + Arrays.hashCode(dims)) + multiple;
  }

  /** For example {@code complex * x *} or {@code real or complex 8k x 8k}. */
  @Override
  public String toString() {
    String free = multiple == 1 ? "*" : multiple + "k";
    return scalar.map(s -> s == Scalar.REAL ? "real" : "complex").orElse("real or complex")
        + " "
        + Arrays.stream(dims)
            .mapToObj(d -> d == ANY ? free : Integer.toString(d))
            .collect(Collectors.joining(" x "));
  }
}
