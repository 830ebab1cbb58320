package org.tweedie.api.spi;

import java.util.Optional;

/** An object that is asked for its structure by type, never by instanceof or try and catch. */
public interface Capable {
  /**
   * The capability of this type, if this object has it. The answer is cheap and constant over the
   * object's life.
   *
   * @param type the type of the capability
   * @param <C> the capability
   */
  default <C extends Capability> Optional<C> capability(Class<C> type) {
    return type.isInstance(this) ? Optional.of(type.cast(this)) : Optional.empty();
  }
}
