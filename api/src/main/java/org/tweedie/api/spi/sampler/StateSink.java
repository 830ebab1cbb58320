package org.tweedie.api.spi.sampler;

import org.tweedie.api.field.Field;

/** Takes the state of a run as named fields and numbers. */
public interface StateSink {
  /**
   * One field; copied.
   *
   * @param name unique within the state, for example "x.3" for chain 3
   * @param value its value
   */
  void field(String name, Field value);

  /**
   * One number.
   *
   * @param name unique within the state
   * @param value its value, kept to the bit
   */
  void number(String name, double value);
}
