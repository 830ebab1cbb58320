package org.tweedie.engine.run;

import java.util.Optional;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * The noise levels at which a prior was used, beside those that it is made for.
 *
 * @param card of the prior
 * @param meter knows the levels
 */
record Levels(PriorCard card, Meter meter) {
  /** A part by which levels may exceed a bound: a rounding of the sampler's. */
  private static final double ROUNDING = 1e-6;

  /** What the user should know of them. */
  Optional<Finding> finding() {
    boolean above = meter.highestLevel() > card.sigmaMax() * (1 + ROUNDING);
    boolean below = meter.lowestLevel() < card.sigmaMin() * (1 - ROUNDING);
    if (!above && !below) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
            "levels",
            "the prior "
                + card.name()
                + " was asked to denoise at levels from "
                + (float) meter.lowestLevel()
                + " to "
                + (float) meter.highestLevel()
                + ", and is made for "
                + (float) card.sigmaMin()
                + " to "
                + (float) card.sigmaMax()
                + ": choose levels of the sampler within them"));
  }
}
