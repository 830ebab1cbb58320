package org.tweedie.api.spi;

/**
 * How well a capability does what it says.
 *
 * @param tolerance relative residual at which an iteration stops; 0 for a closed form, which is
 *     exact up to rounding
 */
public record Accuracy(double tolerance) {
  /** A closed form. */
  public static final Accuracy EXACT = new Accuracy(0);

  /** An iteration that stops at this relative residual. */
  public static Accuracy iterative(double tolerance) {
    return new Accuracy(tolerance);
  }

  /** True for a closed form. */
  public boolean isExact() {
    return tolerance == 0;
  }
}
