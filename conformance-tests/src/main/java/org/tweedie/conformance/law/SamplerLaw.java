package org.tweedie.conformance.law;

import java.util.Optional;
import org.tweedie.api.option.Options;

/**
 * The law of a sampling method where theory gives it: written from the equations of its paper and
 * not from its code, so that the two can be held against each other. Found by {@link
 * java.util.ServiceLoader}; a test class can also give the law itself.
 */
public interface SamplerLaw {
  /** The id of the sampler's provider. */
  String sampler();

  /**
   * The law with these options, if the method is affine in its noise with them.
   *
   * @param options bound to the sampler's declarations
   */
  Optional<LawPredictor> law(Options options);
}
