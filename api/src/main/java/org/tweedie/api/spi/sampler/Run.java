package org.tweedie.api.spi.sampler;

/** A run of a sampler: a state machine that belongs to one thread at a time. */
public interface Run extends AutoCloseable {
  /** Steps planned in all, for progress. */
  int steps();

  /** Steps done. */
  int step();

  /** True if no step is left. */
  default boolean done() {
    return step() >= steps();
  }

  /**
   * Does one step: at most one batched evaluation of the prior plus bounded operator work.
   *
   * @throws org.tweedie.api.error.NumericalFailureException if the prior or the operator returns a
   *     NaN or an infinity
   * @throws org.tweedie.api.error.LifecycleException if the run is done or closed
   */
  StepReport advance();

  /**
   * Writes the state: everything that {@link Sampler#resume} needs besides problem, chains and
   * noise.
   */
  void save(StateSink sink);

  /**
   * The result: final if {@link #done()}, else the best estimate so far.
   *
   * @throws org.tweedie.api.error.LifecycleException if the run is closed
   */
  SamplerResult result();

  /** Frees what the run holds; the problem stays open. */
  @Override
  void close();
}
