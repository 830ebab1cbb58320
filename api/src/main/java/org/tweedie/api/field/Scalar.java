package org.tweedie.api.field;

/** What one element of a {@link Field} is. */
public enum Scalar {
  /** One real number, stored as one float. */
  REAL(1),
  /** One complex number, stored as two floats: real part, imaginary part. */
  COMPLEX(2);

  private final int components;

  Scalar(int components) {
    this.components = components;
  }

  /** Real components per element: 1 or 2. */
  public int components() {
    return components;
  }
}
