package org.tweedie.engine.catalogue;

import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;

/** What a provider provides. */
public enum Kind {
  /** Forward operators. */
  OPERATOR("operator", OperatorProvider.class),
  /** Priors. */
  PRIOR("prior", PriorProvider.class),
  /** Samplers. */
  SAMPLER("sampler", SamplerProvider.class);

  private final String word;
  private final Class<? extends Provider> service;

  Kind(String word, Class<? extends Provider> service) {
    this.word = word;
    this.service = service;
  }

  /** The word for messages and option prefixes: "operator", "prior" or "sampler". */
  public String word() {
    return word;
  }

  /** The service interface. */
  public Class<? extends Provider> service() {
    return service;
  }
}
