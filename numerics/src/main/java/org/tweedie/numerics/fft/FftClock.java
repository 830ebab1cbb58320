package org.tweedie.numerics.fft;

/**
 * The time that this process has spent in Fourier transforms, for run reports.
 *
 * <p>On the wall clock an instant is shared out in equal parts among the threads at work: while one
 * of two transforms and the other multiplies, half of the time belongs to the transforms. Threads
 * that wait are not at work. {@link org.tweedie.numerics.parallel.Parallel} says which they are.
 */
public final class FftClock {
  private static final Account ACCOUNT = new Account(System.nanoTime());

  private FftClock() {}

  /** Seconds so far on the wall clock, of which they are a part. */
  public static double seconds() {
    synchronized (ACCOUNT) {
      ACCOUNT.change(System.nanoTime(), 0, 0);
      return ACCOUNT.wallNanos * 1e-9;
    }
  }

  /** Does a transform, or several in a row, on this thread and on the clock; not to be nested. */
  public static void during(Runnable transforms) {
    change(1, 0);
    try {
      transforms.run();
    } finally {
      change(-1, 0);
    }
  }

  /**
   * Tells that threads begin or cease to work, on whatever it may be.
   *
   * @param threads how many more; negative if fewer
   */
  public static void atWork(int threads) {
    change(0, threads);
  }

  private static void change(int transforming, int working) {
    synchronized (ACCOUNT) {
      ACCOUNT.change(System.nanoTime(), transforming, working);
    }
  }

  /** The arithmetic of the clock, at times that it is told. */
  static final class Account {
    double wallNanos;
    private long last;
    private int transforming;

    /** The thread that all begins with is at work unless it waits. */
    private int working = 1;

    Account(long now) {
      last = now;
    }

    void change(long now, int transformingMore, int workingMore) {
      if (transforming > 0) {
        wallNanos += (double) transforming / Math.max(transforming, working) * (now - last);
      }
      last = now;
      transforming += transformingMore;
      working += workingMore;
    }
  }
}
