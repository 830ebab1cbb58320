package org.tweedie.api.spi;

import org.tweedie.api.spi.sampler.Sampler;

/** A posterior sampling method. */
public interface SamplerProvider extends Provider {
  /**
   * The method with these options.
   *
   * @param context the options, and what else is installed
   * @throws org.tweedie.api.error.InvalidOptionException if options contradict one another
   */
  Sampler create(Context context);
}
