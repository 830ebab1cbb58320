package org.tweedie.engine;

import java.nio.file.Path;

/**
 * The state of an interrupted run: what {@link Session#resume} needs, stamped with the sampler, its
 * version, every option, seed, chains and a hash of the problem. Holds no generator state.
 */
public final class Checkpoint {
  Checkpoint() {}

  /**
   * Reads what a session saved.
   *
   * @throws org.tweedie.api.error.ResourceException if the file cannot be read
   * @throws org.tweedie.api.error.StateMismatchException if it is not a checkpoint, is truncated,
   *     or was written by another format
   */
  public static Checkpoint read(Path file) {
    throw new UnsupportedOperationException("not yet: " + file);
  }

  /** Steps done when it was written, over all groups of chains. */
  public int step() {
    throw new UnsupportedOperationException();
  }
}
