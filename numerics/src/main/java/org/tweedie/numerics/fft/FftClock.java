package org.tweedie.numerics.fft;

import java.util.concurrent.atomic.LongAdder;

/** Thread time that this process has spent in Fourier transforms, for run reports. */
public final class FftClock {
  private static final LongAdder NANOS = new LongAdder();
  private static long wallNanos;
  private static long coveredUntil = System.nanoTime();

  private FftClock() {}

  /** Seconds so far, summed over threads: on two busy threads it runs twice as fast as the wall. */
  public static double seconds() {
    return NANOS.sum() * 1e-9;
  }

  /**
   * Seconds so far during which at least one thread was in a transform: a part of the wall clock.
   * Transforms are added when they end, so a short one that ended within a longer one leaves what
   * the longer one did before it uncounted: never too much.
   */
  public static synchronized double wallSeconds() {
    return wallNanos * 1e-9;
  }

  /**
   * Adds the time since {@code start}.
   *
   * @param start a value of {@link System#nanoTime()} taken on this thread
   */
  public static void add(long start) {
    NANOS.add(System.nanoTime() - start);
    cover(start);
  }

  private static synchronized void cover(long start) {
    long end = System.nanoTime();
    long first = start - coveredUntil > 0 ? start : coveredUntil;
    wallNanos += Math.max(0, end - first);
    coveredUntil = end;
  }
}
