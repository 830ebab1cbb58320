package com.example.acme;

import org.tweedie.api.spi.Provider;
import org.tweedie.conformance.ProviderRules;

/** What the Langevin sampler's provider says of itself. */
class LangevinProviderTest extends ProviderRules {
  @Override
  protected Provider provider() {
    return new LangevinProvider();
  }
}
