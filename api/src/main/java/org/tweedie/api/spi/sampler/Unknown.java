package org.tweedie.api.spi.sampler;

import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.prior.Prior;

/** A parameter of the operator that is to be estimated, with what is known of it before. */
public final class Unknown {
  private final Parameter parameter;
  private final Prior prior;

  private Unknown(Parameter parameter, Prior prior) {
    this.parameter = parameter;
    this.prior = prior;
  }

  /**
   * An unknown.
   *
   * @param parameter the parameter
   * @param prior its prior, in the parameter's units
   * @throws ShapeMismatchException if the prior does not serve the parameter's space
   */
  public static Unknown of(Parameter parameter, Prior prior) {
    if (!prior.card().accepts(parameter.space())) {
      throw new ShapeMismatchException(
          "the parameter " + parameter.name() + " is " + parameter.space(),
          prior.card().spacesInWords() + " by the prior " + prior.card().name(),
          "choose a prior that serves it");
    }
    return new Unknown(parameter, prior);
  }

  /** The parameter. */
  public Parameter parameter() {
    return parameter;
  }

  /** Its prior. */
  public Prior prior() {
    return prior;
  }
}
