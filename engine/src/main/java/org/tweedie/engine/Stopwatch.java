package org.tweedie.engine;

import java.util.function.Supplier;
import org.tweedie.numerics.fft.FftClock;

/** The wall clock of a session, from before anything is prepared. */
final class Stopwatch {
  private final long began = System.nanoTime();
  private final double fftBefore = FftClock.seconds();
  private double network;
  private double operator;

  /** Does work that belongs to the network. */
  <T> T network(Supplier<T> work) {
    long start = System.nanoTime();
    T made = work.get();
    network += seconds(start);
    return made;
  }

  /** Does work that belongs to the operator. */
  <T> T operator(Supplier<T> work) {
    long start = System.nanoTime();
    T made = work.get();
    operator += seconds(start);
    return made;
  }

  /**
   * Everything so far.
   *
   * @param run the part of it that was measured while the sampler ran
   */
  Timing read(Timing run) {
    double n = network + run.network();
    double o = operator + run.operator();
    double total = seconds(began);
    return new Timing(n, o, FftClock.seconds() - fftBefore, total - n - o, total);
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) * 1e-9;
  }
}
