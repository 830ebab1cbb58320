package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a linear operator to apply {@code A*A} in one go, cheaper than A and A* one
 * after the other (SENSE without a gather, Toeplitz embedding). Counts as two evaluations.
 */
public interface NormalOperator extends Capability {
  /**
   * {@code A*A x}, a new field.
   *
   * @param x an element of the domain
   */
  Field normal(Field x);
}
