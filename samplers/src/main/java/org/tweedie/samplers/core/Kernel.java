package org.tweedie.samplers.core;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;

/**
 * A sampling method bound to a problem, as three functions: a first state, a step from state to
 * state, and the estimate that a state stands for. A kernel holds no state of its own; everything
 * that a later step needs is in the state, so that a run can be saved between any two steps.
 *
 * @param <S> the state of all chains of a run; immutable by convention
 */
public interface Kernel<S> {
  /** Steps from the first state to the result. */
  int steps();

  /** The first state; draws at step 0. */
  S init(Workbench bench);

  /**
   * One step: at most one batched evaluation of the prior plus bounded operator work.
   *
   * @param bench the problem, the noise and the counters
   * @param state the state before
   * @param step the step, from 0
   * @return the state after; {@code state} is not written to
   */
  S step(Workbench bench, S state, int step);

  /** The best estimates of the images in this state, one per chain; not to be written to. */
  List<Field> estimate(S state);

  /** The fields of a state by name, one per chain. */
  Map<String, List<Field>> fields(S state);

  /** The state of these fields: the inverse of {@link #fields}. */
  S state(Map<String, List<Field>> fields);

  /** The names of the fields of a state. */
  List<String> names();
}
