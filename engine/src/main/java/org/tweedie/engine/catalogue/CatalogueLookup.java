package org.tweedie.engine.catalogue;

import java.util.Map;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Lookup;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;

/** What providers find when they ask for one another: everything in a catalogue. */
record CatalogueLookup(Catalogue catalogue) implements Lookup {
  @Override
  public PriorCard card(String prior, Map<String, String> options) {
    PriorProvider p = catalogue.prior(prior);
    return p.card(context(Options.bind(p.options(), options)));
  }

  @Override
  public Prior prior(String id, Map<String, String> options, Space space) {
    PriorProvider p = catalogue.prior(id);
    return p.create(context(Options.bind(p.options(), options)), space);
  }

  @Override
  public Sampler sampler(String id, Map<String, String> options) {
    SamplerProvider p = catalogue.sampler(id);
    return p.create(context(Options.bind(p.options(), options)));
  }

  private Context context(Options options) {
    return Context.of(options, this);
  }
}
