package org.tweedie.samplers.guidance;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.Updates;
import org.tweedie.samplers.levels.Transition;

/**
 * The image at the end of a move, from the estimate at its beginning. Most methods take a {@link
 * Transition}, with two weights for all coordinates; spectral ones step in coordinates of their
 * own.
 */
@FunctionalInterface
interface Step {
  /** The draw of the fresh noise of a step. */
  Purpose FRESH = Purpose.of("transition");

  /**
   * The next {@code u_s} of one chain, a new field.
   *
   * @param bench the problem and its operations
   * @param chain the position of the chain
   * @param move the levels t and s
   * @param u {@code u_t}; not to be written to
   * @param clean X, the guided clean estimate; not to be written to
   * @param anchor what the noise estimate is taken from, {@code E = (u_t − anchor)/σ_t}; not to be
   *     written to
   */
  Field next(Bench bench, int chain, Move move, Field u, Field clean, Field anchor);

  /** {@code u_s = X + a E + b z} with the weights of a transition. */
  static Step of(Transition transition) {
    return (bench, chain, move, u, clean, anchor) -> {
      Transition.Weights w = transition.between(move.from(), move.to());
      return Updates.combine(
          clean,
          w.estimated() / move.from().sigma(),
          u,
          anchor,
          w.fresh(),
          Updates.freshNoise(bench, chain, FRESH, w.fresh()));
    };
  }
}
