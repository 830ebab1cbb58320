package org.tweedie.engine;

import java.nio.file.Path;

/** Hears of the progress of a run, on the thread that runs it. Must not throw. */
@FunctionalInterface
public interface RunListener {
  /** Hears nothing. */
  RunListener SILENT = progress -> {};

  /** One step is done. */
  void step(Progress progress);

  /** The state was saved in this folder. */
  default void saved(Path folder) {}

  /** A saved state was taken up, with something to know about it. */
  default void notice(String text) {}
}
