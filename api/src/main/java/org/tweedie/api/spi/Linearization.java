package org.tweedie.api.spi;

import java.util.function.UnaryOperator;
import org.tweedie.api.error.LifecycleException;

/**
 * A {@link Pullback} that can push tangents forward as well.
 *
 * @param <V> a field, or a list of fields for a batch
 */
public interface Linearization<V> extends Pullback<V> {
  /**
   * {@code J·v}.
   *
   * @param v an element of the domain
   * @return a new element of the range
   */
  V jvp(V v);

  /**
   * A linearization from its parts; keeps the rules of thread and life for its caller.
   *
   * @param value the value at the point
   * @param jvp the product {@code v ↦ J·v}
   * @param vjp the product {@code u ↦ Jᵀu}
   * @param <V> a field, or a list of fields
   */
  static <V> Linearization<V> of(V value, UnaryOperator<V> jvp, UnaryOperator<V> vjp) {
    Thread owner = Thread.currentThread();
    return new Linearization<>() {
      private boolean closed;

      @Override
      public V value() {
        check();
        return value;
      }

      @Override
      public V jvp(V v) {
        check();
        return jvp.apply(v);
      }

      @Override
      public V vjp(V u) {
        check();
        return vjp.apply(u);
      }

      @Override
      public void close() {
        closed = true;
      }

      private void check() {
        if (closed) {
          throw new LifecycleException(
              "a linearization was used after it was closed", "open it again at the same point");
        }
        if (Thread.currentThread() != owner) {
          throw new LifecycleException(
              "a linearization was used from another thread", "use it where it was opened");
        }
      }
    };
  }
}
