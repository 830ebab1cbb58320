package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a likelihood {@code y = A(x) + σn} with white n, for any A; whitening is
 * absorbed into A and y. Operator and data are the likelihood's own.
 */
public interface GaussianNoise extends Capability {
  /** A, the likelihood's operator. */
  ForwardOperator operator();

  /** y, the likelihood's data; not to be written to. */
  Field data();

  /** σ > 0 of each real component. */
  double sigma();
}
