package org.tweedie.api.spi;

/**
 * The value of a function at a point together with its vector-Jacobian product there. Confined to
 * the thread that opened it; several products on one open pullback are allowed; after close every
 * call fails with {@link org.tweedie.api.error.LifecycleException}.
 *
 * @param <V> a field, or a list of fields for a batch
 */
public interface Pullback<V> extends AutoCloseable {
  /** The value at the point. The caller must not write to it. */
  V value();

  /**
   * {@code Jᵀu} for the real inner product {@code Re Σ conj(a)·b}: the gradient at the point of
   * {@code x ↦ ⟨u, f(x)⟩}.
   *
   * @param u an element of the range
   * @return a new element of the domain
   */
  V vjp(V u);

  @Override
  void close();
}
