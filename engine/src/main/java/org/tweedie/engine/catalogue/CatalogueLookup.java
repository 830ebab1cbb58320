package org.tweedie.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Lookup;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;

/**
 * What providers find when they ask for one another: everything in a catalogue.
 *
 * @param catalogue where to look
 * @param asking ids of the providers that asked, each for the next
 */
record CatalogueLookup(Catalogue catalogue, List<String> asking) implements Lookup {
  /** So many providers may build on one another; more are taken for a circle. */
  private static final int DEEPEST = 16;

  CatalogueLookup(Catalogue catalogue) {
    this(catalogue, List.of());
  }

  @Override
  public PriorCard card(String prior, Map<String, String> options) {
    PriorProvider p = catalogue.prior(prior);
    return p.card(context(p, options));
  }

  @Override
  public Prior prior(String id, Map<String, String> options, Space space) {
    PriorProvider p = catalogue.prior(id);
    return p.create(context(p, options), space);
  }

  @Override
  public Sampler sampler(String id, Map<String, String> options) {
    SamplerProvider p = catalogue.sampler(id);
    return p.create(context(p, options));
  }

  private Context context(Provider p, Map<String, String> options) {
    return context(p, Options.bind(p.options(), options));
  }

  /** What a provider is given when it makes something. */
  Context context(Provider p, Options options) {
    List<String> more = new ArrayList<>(asking);
    more.add(p.id());
    if (more.size() > DEEPEST) {
      throw new InvalidOptionException(
          "providers build on one another without end: " + String.join(", ", more.subList(0, 4)),
          "name another provider in the options of one of them");
    }
    return Context.of(options, new CatalogueLookup(catalogue, List.copyOf(more)));
  }
}
