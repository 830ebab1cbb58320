package org.tweedie.numerics.fft;

import java.util.concurrent.atomic.LongAdder;

/** Thread time that this process has spent in Fourier transforms, for run reports. */
public final class FftClock {
  private static final LongAdder NANOS = new LongAdder();

  private FftClock() {}

  /** Seconds so far, summed over threads: on two busy threads it runs twice as fast as the wall. */
  public static double seconds() {
    return NANOS.sum() * 1e-9;
  }

  /**
   * Adds the time since {@code start}.
   *
   * @param start a value of {@link System#nanoTime()} taken on this thread
   */
  public static void add(long start) {
    NANOS.add(System.nanoTime() - start);
  }
}
