package org.tweedie.samplers.guidance;

import java.util.Optional;
import org.tweedie.samplers.levels.Level;

/**
 * One step of a walk over the noise levels: the denoiser is asked at the level {@code from}, and
 * {@code step} makes the image at {@code to} of its answer. Downwards it is a predictor, at one
 * level a corrector. Without a step the move goes upwards and is noise alone.
 *
 * @param from t
 * @param to s
 * @param step what is made of the estimate; empty to raise the level
 */
record Move(Level from, Level to, Optional<Step> step) {
  /** Checks the direction. */
  Move {
    if (step.isEmpty() ? to.sigma() <= from.sigma() : to.sigma() > from.sigma()) {
      throw new IllegalArgumentException(
          "a move from σ "
              + from.sigma()
              + " to "
              + to.sigma()
              + (step.isEmpty() ? " by noise" : ""));
    }
  }

  /** A move down, or at one level. */
  static Move by(Step step, Level from, Level to) {
    return new Move(from, to, Optional.of(step));
  }

  /** A move up. */
  static Move noise(Level from, Level to) {
    return new Move(from, to, Optional.empty());
  }
}
