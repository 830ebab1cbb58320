package com.example.acme;

import org.tweedie.api.spi.Provider;
import org.tweedie.conformance.ProviderRules;

/** What the random field's provider says of itself. */
class RandomFieldProviderTest extends ProviderRules {
  @Override
  protected Provider provider() {
    return new RandomFieldProvider();
  }
}
