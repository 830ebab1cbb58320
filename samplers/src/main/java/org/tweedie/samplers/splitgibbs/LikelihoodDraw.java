package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;

/** Draws {@code z ∝ p(y | z) exp(−‖z − x‖²/(2η²))}, the likelihood near x. */
@FunctionalInterface
public interface LikelihoodDraw {
  /**
   * One draw a chain.
   *
   * @param bench the problem and its operations
   * @param x one field per chain; not to be written to
   * @param eta η, the width of the coupling, in the prior's units
   * @param last true for a second draw of a step, after the last x; it has purposes of its own
   */
  List<Field> draw(Bench bench, List<Field> x, double eta, boolean last);
}
