package org.tweedie.engine;

import java.nio.file.Path;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.catalogue.Catalogue;

/**
 * One reconstruction from request to result: {@link #prepare} looks up and checks everything,
 * {@link #run} steps the sampler. Belongs to one thread, but for {@link #cancel()}.
 */
public final class Session implements AutoCloseable {
  private Session() {}

  /**
   * Makes everything ready and checks it, before the first step: ids, options, inputs, the
   * measurement, the prior, their spaces, and what the sampler requires.
   *
   * @param catalogue where to look ids up
   * @param request what to do
   * @throws org.tweedie.api.error.TweedieException one sentence that says what does not fit, and
   *     what to do; if the sampler lacks several things, all of them are named
   */
  public static Session prepare(Catalogue catalogue, Request request) {
    throw new UnsupportedOperationException("not yet: " + catalogue + request);
  }

  /** The request. */
  public Request request() {
    throw new UnsupportedOperationException();
  }

  /** Every option, bound. */
  public BoundOptions options() {
    throw new UnsupportedOperationException();
  }

  /** What the operator made of the data: scale, baseline, findings (those of the session added). */
  public Measurement measurement() {
    throw new UnsupportedOperationException();
  }

  /** How the data's units and the prior's belong together. */
  public Alignment alignment() {
    throw new UnsupportedOperationException();
  }

  /** The card of the prior. */
  public PriorCard card() {
    throw new UnsupportedOperationException();
  }

  /** What the sampler claims, with its options. */
  public Exactness exactness() {
    throw new UnsupportedOperationException();
  }

  /** Everything needed to repeat the run. */
  public Provenance provenance() {
    throw new UnsupportedOperationException();
  }

  /**
   * Saves the state of the run after every {@code steps} steps and when it is cancelled; the file
   * is replaced as a whole, and deleted when the run is complete. Call it before {@link #run}.
   *
   * @param file where to
   * @param steps at least 1
   */
  public Session saveTo(Path file, int steps) {
    throw new UnsupportedOperationException("not yet: " + file + steps);
  }

  /**
   * Runs every chain from the beginning, or until cancelled.
   *
   * @param listener hears of every step
   * @return the result; after {@link #cancel()} a partial one, marked as such
   * @throws org.tweedie.api.error.NumericalFailureException if prior, operator or sampler returns a
   *     NaN or an infinity
   */
  public Reconstruction run(RunListener listener) {
    throw new UnsupportedOperationException("not yet: " + listener);
  }

  /**
   * Continues an interrupted run; the outcome is that of a run that was never interrupted.
   *
   * @param checkpoint what the interrupted session saved
   * @param listener hears of every step
   * @throws org.tweedie.api.error.StateMismatchException if the checkpoint belongs to another
   *     sampler, version, set of options, seed, number of chains or problem
   */
  public Reconstruction resume(Checkpoint checkpoint, RunListener listener) {
    throw new UnsupportedOperationException("not yet: " + checkpoint + listener);
  }

  /**
   * Asks the run to stop after the step at work. May be called from any thread, at any time; a run
   * that has not begun stops before its first step.
   */
  public void cancel() {
    throw new UnsupportedOperationException();
  }

  /** Frees the prior; cancels nothing. */
  @Override
  public void close() {}
}
