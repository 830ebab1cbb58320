package org.tweedie.engine;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/**
 * What an interrupted run had done.
 *
 * @param done groups of chains that have reached their end, in order
 * @param current the group at work, if one was
 * @param counts work done
 * @param timing time taken
 * @param notice what the user should know of how it was read, if anything
 */
record Checkpoint(
    List<GroupOutcome> done,
    Optional<InProgress> current,
    Counts counts,
    Timing timing,
    Optional<String> notice) {

  /** Nothing done yet. */
  static final Checkpoint NOTHING =
      new Checkpoint(List.of(), Optional.empty(), Counts.NONE, Timing.NONE, Optional.empty());

  /**
   * The group at work.
   *
   * @param chains its chains
   * @param step steps that it has done
   * @param state its state
   * @param trace its steps
   */
  record InProgress(Chains chains, long step, State state, List<StepRecord> trace) {}
}
