package org.tweedie.cli;

/** How many threads compute. */
final class Threads {
  /** Read by the module of numerics and by network priors when they begin to work. */
  private static final String OWN = "tweedie.threads";

  private Threads() {}

  /** Limits every pool of this process; must come before any of them has begun. */
  static void limit(int threads) {
    System.setProperty(OWN, Integer.toString(threads));
    // The caller of a parallel stream works too.
    System.setProperty(
        "java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
  }
}
