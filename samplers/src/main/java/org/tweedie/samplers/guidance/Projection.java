package org.tweedie.samplers.guidance;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;

/**
 * What happens to an image after each move: of methods that project the noisy image on the data.
 */
@FunctionalInterface
interface Projection {
  /** Nothing happens. */
  Projection NONE = (bench, chain, move, u) -> u;

  /**
   * The projected image of one chain.
   *
   * @param bench the problem and its operations
   * @param chain the position of the chain
   * @param move the move that ended at u
   * @param u {@code u_s} at the level {@code move.to()}; may be written to and returned
   */
  Field project(Bench bench, int chain, Move move, Field u);
}
