package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;

/** Where an operator is defined, beyond its space. */
public sealed interface Domain {
  /** The whole space. */
  record Any() implements Domain {}

  /** Every component at least 0. */
  record NonNegative() implements Domain {}

  /**
   * Every component in a box.
   *
   * @param low smallest value
   * @param high largest value
   */
  record Box(double low, double high) implements Domain {}

  /** True if the field lies in this domain. */
  default boolean contains(Field x) {
    if (this instanceof Any) {
      return true;
    }
    double low = this instanceof Box b ? b.low() : 0;
    double high = this instanceof Box b ? b.high() : Double.POSITIVE_INFINITY;
    for (float v : x.data()) {
      if (!(v >= low && v <= high)) {
        return false;
      }
    }
    return true;
  }
}
