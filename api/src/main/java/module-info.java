/**
 * The vocabulary of Tweedie: spaces and fields, noise, options, errors, and the service interfaces
 * that operators, priors and samplers implement.
 *
 * <p>Unless a type says otherwise, no parameter and no return value is {@code null}; absence is an
 * {@link java.util.Optional}.
 */
module org.tweedie.api {
  exports org.tweedie.api.error;
  exports org.tweedie.api.field;
  exports org.tweedie.api.noise;
  exports org.tweedie.api.option;
  exports org.tweedie.api.spi;
  exports org.tweedie.api.spi.operator;
  exports org.tweedie.api.spi.prior;
  exports org.tweedie.api.spi.sampler;
}
