package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/** The capability of a likelihood to apply the Fisher information of p(y | z) at z. */
public interface Curvature extends Capability {
  /**
   * {@code −E[∇²_z log p(y | z)] v}, a new field; the matrix is symmetric and not negative.
   *
   * @param z noise-free measurements, an element of the range
   * @param v an element of the range
   */
  Field product(Field z, Field v);
}
