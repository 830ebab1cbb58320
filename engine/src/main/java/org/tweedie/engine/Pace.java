package org.tweedie.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When to save: no sooner than an interval after the save before, and so late that saving takes at
 * most 2 % of the time.
 */
final class Pace {
  /** A save that took a second is followed by so many seconds without one. */
  private static final long PAUSE = 50;

  private final LongSupplier clock;
  private final long interval;
  private long ended;
  private long pause;

  /**
   * @param interval the least time between two saves
   * @param clock tells nanoseconds
   */
  Pace(Duration interval, LongSupplier clock) {
    this.clock = clock;
    this.interval =
        interval.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
            ? interval.toNanos()
            : Long.MAX_VALUE;
    this.ended = clock.getAsLong();
    this.pause = this.interval;
  }

  /** True if it is time to save. */
  boolean due() {
    return clock.getAsLong() - ended > pause;
  }

  /** Saves, and waits the longer for the next one the longer it took. */
  void during(Runnable save) {
    long began = clock.getAsLong();
    save.run();
    ended = clock.getAsLong();
    pause = Math.max(interval, PAUSE * (ended - began));
  }
}
