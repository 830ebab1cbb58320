package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.samplers.core.Workbench;

/** Draws {@code z ∝ p(y | z) exp(−‖z − x‖²/(2η²))}, the likelihood near x. */
@FunctionalInterface
public interface LikelihoodDraw {
  /**
   * One draw a chain.
   *
   * @param bench the problem and its operations
   * @param x one field per chain; not to be written to
   * @param eta η, the width of the coupling, in the prior's units
   * @param purpose tells the draws of one step of a run apart
   */
  List<Field> draw(Workbench bench, List<Field> x, double eta, Purpose purpose);
}
