package org.tweedie.api.spi;

import org.tweedie.api.option.Options;

/** What a provider is given when it makes a prior or a sampler. */
public final class Context {
  private final Options options;
  private final Lookup lookup;

  private Context(Options options, Lookup lookup) {
    this.options = options;
    this.lookup = lookup;
  }

  /**
   * A context.
   *
   * @param options bound to the provider's declarations
   * @param lookup what else is installed
   */
  public static Context of(Options options, Lookup lookup) {
    return new Context(options, lookup);
  }

  /** A context in which nothing else is installed. */
  public static Context of(Options options) {
    return new Context(options, Lookup.NONE);
  }

  /** The options, bound to the provider's declarations. */
  public Options options() {
    return options;
  }

  /** What else is installed. */
  public Lookup lookup() {
    return lookup;
  }
}
