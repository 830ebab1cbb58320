package org.tweedie.api.spi.operator;

import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;

/** The capability to bound the norm of an operator, or of its derivative over its domain. */
public interface NormBound extends Capability {
  /** How sharp the number is. */
  Accuracy accuracy();

  /** An upper bound (exact) or an estimate (iterative) of ‖A‖. */
  double norm();
}
