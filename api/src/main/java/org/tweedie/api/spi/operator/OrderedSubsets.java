package org.tweedie.api.spi.operator;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/** The capability to split an operator into parts whose gradients sum to that of the whole. */
public non-sealed interface OrderedSubsets extends Capability {
  /**
   * Splits the operator.
   *
   * @param count number of parts, at least 1
   */
  List<ForwardOperator> subsets(int count);

  /**
   * The part of a measurement that belongs to one subset.
   *
   * @param y an element of the whole operator's range
   * @param index which subset
   * @param count number of parts
   */
  Field restrict(Field y, int index, int count);
}
