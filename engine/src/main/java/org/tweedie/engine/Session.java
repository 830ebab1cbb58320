package org.tweedie.engine;

import java.nio.file.Path;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.catalogue.Catalogue;

/**
 * One reconstruction from request to result: {@link #prepare} looks up and checks everything,
 * {@link #run} steps the sampler. Belongs to one thread, but for {@link #cancel()}.
 */
public final class Session implements AutoCloseable {
  private final Setup setup;
  private final Prior prior;
  private final Stopwatch stopwatch;
  private Optional<Path> file = Optional.empty();
  private int saveEvery = 1;
  private volatile boolean cancelled;
  private boolean closed;

  Session(Setup setup, Prior prior, Stopwatch stopwatch) {
    this.setup = setup;
    this.prior = prior;
    this.stopwatch = stopwatch;
  }

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
    return new SessionFactory(catalogue, request).session();
  }

  /** The request. */
  public Request request() {
    return setup.request();
  }

  /** Every option, bound. */
  public BoundOptions options() {
    return setup.provenance().options();
  }

  /** What the operator made of the data: scale, baseline, findings (those of the session added). */
  public Measurement measurement() {
    return setup.measurement();
  }

  /** How the data's units and the prior's belong together. */
  public Alignment alignment() {
    return setup.problem().alignment();
  }

  /** The card of the prior. */
  public PriorCard card() {
    return setup.provenance().card();
  }

  /** What the sampler claims, with its options. */
  public Exactness exactness() {
    return setup.provenance().exactness();
  }

  /** Everything needed to repeat the run. */
  public Provenance provenance() {
    return setup.provenance();
  }

  /**
   * Saves the state of the run after every {@code steps} steps and when it is cancelled; the file
   * is replaced as a whole, and deleted when the run is complete. Call it before {@link #run}.
   *
   * @param target where to
   * @param steps at least 1
   * @return this
   */
  public Session saveTo(Path target, int steps) {
    if (steps < 1) {
      throw new InvalidOptionException(
          "the number of steps between saved states is " + steps, "give at least 1");
    }
    file = Optional.of(target);
    saveEvery = steps;
    return this;
  }

  /**
   * Runs every chain from the beginning, or until cancelled.
   *
   * @param listener hears of every step
   * @return the result; after {@link #cancel()} a partial one, marked as such
   * @throws org.tweedie.api.error.NumericalFailureException if prior, operator or sampler returns a
   *     NaN or an infinity
   * @throws LifecycleException after {@link #close()}
   */
  public Reconstruction run(RunListener listener) {
    return execution(listener).run();
  }

  /**
   * Continues an interrupted run; the outcome is that of a run that was never interrupted.
   *
   * @param checkpoint what the interrupted session saved
   * @param listener hears of every step
   * @throws org.tweedie.api.error.StateMismatchException if the checkpoint belongs to another
   *     sampler, version, set of options, seed, number of chains or problem
   * @throws LifecycleException after {@link #close()}
   */
  public Reconstruction resume(Checkpoint checkpoint, RunListener listener) {
    return execution(listener).from(checkpoint).run();
  }

  /**
   * Where the time went since this session began to be prepared: everything until now, on the wall
   * clock, what the caller did meanwhile included. To be asked on the thread that runs.
   */
  public Timing spent() {
    return stopwatch.read(setup.problem().meter().timing());
  }

  private Execution execution(RunListener listener) {
    if (closed) {
      throw new LifecycleException(
          "the session was used after it was closed", "prepare another one");
    }
    return new Execution(setup, () -> cancelled, file, saveEvery, listener);
  }

  /**
   * Asks the run to stop after the step at work. May be called from any thread, at any time; a run
   * that has not begun stops before its first step.
   */
  public void cancel() {
    cancelled = true;
  }

  /** Frees the prior; cancels nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      setup.problem().problem().prior().close();
      prior.close();
    }
  }
}
