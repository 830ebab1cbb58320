/**
 * What a program calls: the catalogue of providers and plug-ins, the alignment of a problem with a
 * prior, and the session that runs a sampler.
 */
module org.tweedie.engine {
  requires transitive org.tweedie.api;
  requires org.tweedie.numerics;

  exports org.tweedie.engine;
  exports org.tweedie.engine.catalogue;
  exports org.tweedie.engine.run;

  uses org.tweedie.api.spi.OperatorProvider;
  uses org.tweedie.api.spi.ProviderSource;
  uses org.tweedie.api.spi.PriorProvider;
  uses org.tweedie.api.spi.SamplerProvider;
  uses org.tweedie.engine.catalogue.Command;
}
