package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;

/** The capability to apply the Moore-Penrose pseudo-inverse of a linear operator. */
public interface PseudoInverse extends Capability {
  /** How well. */
  Accuracy accuracy();

  /**
   * {@code A⁺y}, a new field.
   *
   * @param y an element of the range
   */
  Field pseudoInverse(Field y);
}
