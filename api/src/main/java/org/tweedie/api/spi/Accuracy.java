package org.tweedie.api.spi;

/** How well a capability does what it says. */
public final class Accuracy {
  /** A closed form, exact up to rounding. */
  public static final Accuracy EXACT = new Accuracy(0);

  private final double tolerance;

  private Accuracy(double tolerance) {
    this.tolerance = tolerance;
  }

  /** An iteration that stops at this relative residual. */
  public static Accuracy iterative(double tolerance) {
    return new Accuracy(tolerance);
  }

  /** Relative residual at which an iteration stops; 0 for a closed form. */
  public double tolerance() {
    return tolerance;
  }

  /** True for a closed form. */
  public boolean isExact() {
    return tolerance == 0;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Accuracy a && a.tolerance == tolerance;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(tolerance);
  }

  @Override
  public String toString() {
    return isExact() ? "exact" : "iterative(" + tolerance + ")";
  }
}
