package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a likelihood {@code y = A x + σ n} with linear A and white n; whitening is
 * absorbed into A and y.
 */
public non-sealed interface LinearGaussian extends Capability {
  /** A. */
  LinearOperator operator();

  /** y, an element of the operator's range; not to be written to. */
  Field data();

  /** σ > 0 of each real component. */
  double sigma();
}
