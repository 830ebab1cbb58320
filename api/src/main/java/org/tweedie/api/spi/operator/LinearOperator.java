package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Linearization;

/**
 * A linear map with its adjoint for the real inner product {@code Re Σ conj(a)·b}. A decorator that
 * is linear only if what it wraps is implements this and answers {@link #linear()} accordingly.
 */
public interface LinearOperator extends ForwardOperator {
  /**
   * {@code A*u}, a new field: {@code ⟨Ax, u⟩ = ⟨x, A*u⟩} for all x and u.
   *
   * @param u an element of the range
   */
  Field adjoint(Field u);

  @Override
  default Linearization<Field> linearize(Field x) {
    return Linearization.of(apply(x), this::apply, this::adjoint);
  }

  @Override
  default Optional<LinearOperator> linear() {
    return Optional.of(this);
  }
}
