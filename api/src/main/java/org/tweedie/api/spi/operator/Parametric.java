package org.tweedie.api.spi.operator;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Capability;

/**
 * The capability of a likelihood whose operator {@code A(x, φ)} has unknown parameters: blind
 * problems. Every map of values names each parameter once.
 */
public interface Parametric extends Capability {
  /** The parameters, at least one. */
  List<Parameter> parameters();

  /**
   * The likelihood with these values.
   *
   * @param values by name
   */
  Likelihood at(Map<String, Field> values);

  /**
   * The value {@code A(x, φ)} and its derivatives in x and in each parameter.
   *
   * @param x an element of the operator's domain
   * @param values by name
   */
  Derivatives linearize(Field x, Map<String, Field> values);

  /** A value with its vector-Jacobian products; confined to its thread. */
  interface Derivatives extends AutoCloseable {
    /** {@code A(x, φ)}; not to be written to. */
    Field value();

    /** {@code (∂A/∂x)ᵀu}, a new field. */
    Field vjpImage(Field u);

    /**
     * {@code (∂A/∂φ)ᵀu}, a new field.
     *
     * @param parameter the name of the parameter
     * @param u an element of the range
     */
    Field vjp(String parameter, Field u);

    @Override
    void close();
  }
}
