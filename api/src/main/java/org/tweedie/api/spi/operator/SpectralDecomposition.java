package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Capability;

/**
 * The singular value decomposition {@code A = U Σ V*} as a pair of transforms. V is unitary on the
 * domain; coordinates beyond the rank have singular value 0.
 */
public interface SpectralDecomposition extends Capability {
  /** The space of coefficients, of the same number of components as the domain. */
  Space spectrum();

  /** The singular value of each real component of the spectrum, as a real or complex field. */
  Field singularValues();

  /**
   * {@code V* x}, a new field in {@link #spectrum()}.
   *
   * @param x an element of the domain
   */
  Field analyse(Field x);

  /**
   * {@code V c}, a new element of the domain.
   *
   * @param c an element of {@link #spectrum()}
   */
  Field synthesise(Field c);

  /**
   * {@code U* y}, a new field in {@link #spectrum()}, 0 where the singular value is 0.
   *
   * @param y an element of the range
   */
  Field analyseData(Field y);
}
