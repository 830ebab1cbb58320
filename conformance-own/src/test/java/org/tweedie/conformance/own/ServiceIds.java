package org.tweedie.conformance.own;

import java.util.ServiceLoader;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;

/** Our providers by id, found as every provider is. */
final class ServiceIds {
  private ServiceIds() {}

  static SamplerProvider sampler(String id) {
    return find(SamplerProvider.class, id);
  }

  static PriorProvider prior(String id) {
    return find(PriorProvider.class, id);
  }

  static <P extends Provider> P find(Class<P> service, String id) {
    return ServiceLoader.load(service).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no provider of " + id + " is found"));
  }
}
