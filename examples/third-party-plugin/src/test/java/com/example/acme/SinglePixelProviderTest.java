package com.example.acme;

import org.tweedie.api.spi.Provider;
import org.tweedie.conformance.ProviderRules;

/** What the single-pixel camera's provider says of itself. */
class SinglePixelProviderTest extends ProviderRules {
  @Override
  protected Provider provider() {
    return new SinglePixelProvider();
  }
}
