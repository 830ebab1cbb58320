package org.tweedie.api.spi;

import java.util.Map;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;

/**
 * What else is installed, for a provider that builds on other providers: a prior that wraps a
 * prior, a sampler that chooses among samplers. Options are text, by bare name.
 */
public interface Lookup {
  /** Nothing is installed. */
  Lookup NONE =
      new Lookup() {
        @Override
        public PriorCard card(String prior, Map<String, String> options) {
          throw new UnknownIdException("prior", prior, java.util.List.of());
        }

        @Override
        public Prior prior(String id, Map<String, String> options, Space space) {
          throw new UnknownIdException("prior", id, java.util.List.of());
        }

        @Override
        public Sampler sampler(String id, Map<String, String> options) {
          throw new UnknownIdException("sampler", id, java.util.List.of());
        }
      };

  /**
   * The card of another prior.
   *
   * @param prior its provider's id
   * @param options its options
   * @throws UnknownIdException if it is not installed
   */
  PriorCard card(String prior, Map<String, String> options);

  /**
   * Makes another prior; closing it is up to the caller.
   *
   * @param id its provider's id
   * @param options its options
   * @param space the space of its images
   * @throws UnknownIdException if it is not installed
   */
  Prior prior(String id, Map<String, String> options, Space space);

  /**
   * Makes another sampler.
   *
   * @param id its provider's id
   * @param options its options
   * @throws UnknownIdException if it is not installed
   */
  Sampler sampler(String id, Map<String, String> options);
}
