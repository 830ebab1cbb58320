package org.tweedie.conformance.own;

import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.conformance.SamplerRules;

/** The rules for samplers on {@code Bgdm}. */
class BgdmTest extends SamplerRules {
  @Override
  protected SamplerProvider provider() {
    return ServiceIds.sampler("bgdm");
  }
}
