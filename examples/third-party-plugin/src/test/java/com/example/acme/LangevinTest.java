package com.example.acme;

import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.conformance.SamplerRules;

/** The rules for samplers, its law among them. */
class LangevinTest extends SamplerRules {
  @Override
  protected SamplerProvider provider() {
    return new LangevinProvider();
  }
}
