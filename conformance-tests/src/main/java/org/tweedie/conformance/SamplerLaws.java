package org.tweedie.conformance;

import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.conformance.law.SamplerLaw;

/** Finds the law of a sampler: among those that lie beside its provider, then among ours. */
final class SamplerLaws {
  private SamplerLaws() {}

  static Optional<LawPredictor> of(SamplerProvider provider, Options options) {
    ModuleLayer layer = provider.getClass().getModule().getLayer();
    // A plug-in's layer sees our own through its parents; the class path has no layer.
    ServiceLoader<SamplerLaw> laws =
        layer != null
            ? ServiceLoader.load(layer, SamplerLaw.class)
            : ServiceLoader.load(SamplerLaw.class, provider.getClass().getClassLoader());
    return Stream.concat(
            laws.stream(),
            ServiceLoader.load(SamplerLaw.class, SamplerLaws.class.getClassLoader()).stream())
        .map(ServiceLoader.Provider::get)
        .filter(l -> l.sampler().equals(provider.id()))
        .findFirst()
        .flatMap(l -> l.law(options));
  }
}
