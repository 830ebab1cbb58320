package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.Linearization;

/**
 * A differentiable map A from images to measurements. Only acquired samples belong to the range.
 *
 * <p>Implementations are safe for concurrent use, deterministic, and never write to their
 * arguments. Every method fails with {@link org.tweedie.api.error.ShapeMismatchException} if an
 * argument is of another space.
 */
public interface ForwardOperator extends Capable {
  /** The space of the images. */
  Space domain();

  /** The space of the measurements. */
  Space range();

  /** Where in {@link #domain()} the operator is defined. */
  default Domain admissible() {
    return Domain.any();
  }

  /**
   * {@code A(x)}, a new field.
   *
   * @param x an element of the domain
   */
  Field apply(Field x);

  /**
   * The value and the derivative at x.
   *
   * @param x an element of the domain; not written to, and not to be changed while open
   */
  Linearization<Field> linearize(Field x);

  /** This operator with its adjoint, if it is linear: how linearity is asked for. */
  default Optional<LinearOperator> linear() {
    return Optional.empty();
  }
}
