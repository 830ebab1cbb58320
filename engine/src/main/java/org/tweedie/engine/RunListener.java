package org.tweedie.engine;

import java.nio.file.Path;

/** Hears of the progress of a run, on the thread that runs it. Must not throw. */
@FunctionalInterface
public interface RunListener {
  /** Hears nothing. */
  RunListener SILENT = progress -> {};

  /** One step is done. */
  void step(Progress progress);

  /** The state was written to this file; {@link Checkpoint#read} reads it. */
  default void saved(Path file) {}
}
