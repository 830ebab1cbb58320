package com.example.acme;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.PriorRules;

/** The rules for priors; the density is known, so that Tweedie's formula is checked as well. */
class RandomFieldTest extends PriorRules {
  private final RandomFieldProvider provider = new RandomFieldProvider();

  @Override
  protected Prior open(Space space) {
    return provider.create(Context.of(Options.defaults(provider.options())), space);
  }

  @Override
  protected List<Space> spaces() {
    return List.of(Space.real(8, 8), Space.real(5, 12), Space.real(1, 1));
  }

  @Override
  protected Optional<SmoothedDensity> density(Space space) {
    RandomField prior = (RandomField) open(space);
    return Optional.of(prior::logDensity);
  }
}
