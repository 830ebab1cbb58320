package org.tweedie.api.spi.sampler;

import java.util.List;

/**
 * A method bound to a problem, as three pure functions: a first state, a step from state to state,
 * and the samples that a state stands for. A kernel holds nothing that changes; the engine drives
 * it, counts, checks, saves and resumes.
 */
public interface Kernel {
  /**
   * Steps from the first state to the last: an upper bound where {@link #done} may come earlier.
   */
  long steps();

  /** The first state; draws at step 0. */
  State init(Bench bench);

  /**
   * One step: at most one batched evaluation of the prior plus bounded operator work. Inner loops
   * are steps too.
   *
   * @param bench the problem, the noise and the chains; its step is the number of this step
   * @param state the state before; not written to
   * @return the state after
   */
  State step(Bench bench, State state);

  /**
   * True if no step is left.
   *
   * @param state the state
   * @param step steps done so far
   */
  default boolean done(State state, long step) {
    return step >= steps();
  }

  /**
   * What the chains came to in this state, one result a chain in order; before the last step the
   * best estimates so far. Draws nothing, evaluates nothing. By default one sample a chain: the
   * fields of the state that are named "x".
   */
  default List<ChainResult> result(State state) {
    return ChainResult.each(state.fields("x"));
  }
}
