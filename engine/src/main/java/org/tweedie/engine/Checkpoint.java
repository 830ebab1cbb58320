package org.tweedie.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.SavedState;

/**
 * The state of an interrupted run: what {@link Session#resume} needs, stamped with the sampler, its
 * version, every option, seed, chains and a hash of the problem. Holds no generator state.
 */
public final class Checkpoint {
  /** What identifies the run, by name; all of it must agree. */
  final Map<String, String> stamp;

  /** Groups of chains that have reached their end. */
  final List<GroupOutcome> done;

  /** The group at work, if one was. */
  final Optional<InProgress> current;

  final List<TraceEntry> trace;
  final Counts counts;
  final Timing timing;

  /**
   * The group at work.
   *
   * @param chains its chains
   * @param state what its run saved
   */
  record InProgress(Chains chains, SavedState state) {}

  Checkpoint(
      Map<String, String> stamp,
      List<GroupOutcome> done,
      Optional<InProgress> current,
      List<TraceEntry> trace,
      Counts counts,
      Timing timing) {
    this.stamp = Map.copyOf(stamp);
    this.done = List.copyOf(done);
    this.current = current;
    this.trace = List.copyOf(trace);
    this.counts = counts;
    this.timing = timing;
  }

  /**
   * Reads what a session saved.
   *
   * @throws org.tweedie.api.error.ResourceException if the file cannot be read
   * @throws StateMismatchException if it is not a checkpoint, is truncated, or was written by
   *     another format
   */
  public static Checkpoint read(Path file) {
    return CheckpointFile.read(file);
  }

  /** Steps done when it was written, over all groups of chains. */
  public int step() {
    return trace.size();
  }

  /** Fails unless this was saved by a run with the same stamp. */
  void require(Map<String, String> expected) {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> e : expected.entrySet()) {
      String saved = stamp.get(e.getKey());
      if (!Objects.equals(saved, e.getValue())) {
        differences.add(e.getKey() + " was " + saved + " and is " + e.getValue());
      }
    }
    if (!differences.isEmpty()) {
      throw new StateMismatchException(
          "the saved state belongs to another run: "
              + String.join(", ", differences.stream().sorted().toList()),
          "resume with the request that wrote it, or start anew");
    }
  }
}
