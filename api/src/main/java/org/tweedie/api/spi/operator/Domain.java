package org.tweedie.api.spi.operator;

import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;

/**
 * Where a nonlinear operator is defined, beyond its space: every real component in an interval.
 * Runs project images onto it before the operator sees them. A linear operator is defined
 * everywhere.
 */
public final class Domain {
  private static final Domain ANY = new Domain(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double low;
  private final double high;

  private Domain(double low, double high) {
    this.low = low;
    this.high = high;
  }

  /** The whole space. */
  public static Domain any() {
    return ANY;
  }

  /** Every component at least 0. */
  public static Domain nonNegative() {
    return new Domain(0, Double.POSITIVE_INFINITY);
  }

  /**
   * Every component in a box.
   *
   * @param low smallest value
   * @param high largest value
   * @throws IllegalArgumentException if no finite float lies between them
   */
  public static Domain box(double low, double high) {
    if (!holdsFloat(low, high)) {
      throw new IllegalArgumentException("no float lies in a box from " + low + " to " + high);
    }
    return new Domain(low, high);
  }

  /**
   * What this domain and another have in common.
   *
   * @throws InvalidInputException if that is nothing
   */
  Domain and(Domain other) {
    double least = Math.max(low, other.low);
    double most = Math.min(high, other.high);
    if (!holdsFloat(least, most)) {
      throw new InvalidInputException(
          "operators that are defined on " + this + " and on " + other + " act on the same image",
          "use operators whose domains overlap");
    }
    return new Domain(least, most);
  }

  /** Smallest value of a component; may be −∞. */
  public double low() {
    return low;
  }

  /** Largest value of a component; may be ∞. */
  public double high() {
    return high;
  }

  /** True for the whole space. */
  public boolean isAny() {
    return low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY;
  }

  /** True if the field lies in this domain. */
  public boolean contains(Field x) {
    return outside(x) == 0;
  }

  /** How many real components lie outside; a NaN does, unless this is the whole space. */
  public int outside(Field x) {
    int n = 0;
    if (!isAny()) {
      for (float v : x.data()) {
        if (!(v >= low && v <= high)) {
          n++;
        }
      }
    }
    return n;
  }

  /** The nearest field of this domain: a new field. A NaN stays a NaN. */
  public Field project(Field x) {
    Field out = x.copy();
    if (!isAny()) {
      // The nearest floats inside: rounding a bound must not leave the domain.
      float least = up(low);
      float most = down(high);
      float[] d = out.data();
      for (int i = 0; i < d.length; i++) {
        d[i] = d[i] < least ? least : d[i] > most ? most : d[i];
      }
    }
    return out;
  }

  /** Written so that NaN fails. */
  private static boolean holdsFloat(double low, double high) {
    return up(low) <= down(high) && up(low) <= Float.MAX_VALUE && down(high) >= -Float.MAX_VALUE;
  }

  private static float up(double v) {
    float f = (float) v;
    return f < v ? Math.nextUp(f) : f;
  }

  private static float down(double v) {
    float f = (float) v;
    return f > v ? Math.nextDown(f) : f;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Domain d && d.low == low && d.high == high;
  }

  @Override
  public int hashCode() {
    return 31 * Double.hashCode(low) + Double.hashCode(high);
  }

  @Override
  public String toString() {
    return isAny() ? "any" : "[" + low + ", " + high + "]";
  }
}
