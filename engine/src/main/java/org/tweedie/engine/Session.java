package org.tweedie.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.catalogue.Catalogue;
import org.tweedie.engine.run.Alignment;
import org.tweedie.engine.run.Timing;

/**
 * One reconstruction from request to result: {@link #prepare} looks up and checks everything,
 * {@link #run} steps the sampler. Belongs to one thread, but for {@link #cancel()}.
 */
public final class Session implements AutoCloseable {
  private final Setup setup;
  private final List<Prior> priors;
  private final long beginning;
  private final Timing preparation;
  private Optional<CheckpointFolder> folder = Optional.empty();
  private Duration every = Duration.ofSeconds(60);
  private volatile boolean cancelled;
  private boolean closed;

  Session(Setup setup, List<Prior> priors, long beginning, Timing preparation) {
    this.setup = setup;
    this.priors = priors;
    this.beginning = beginning;
    this.preparation = preparation;
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
    return prepare(catalogue, request, line -> {});
  }

  /**
   * The same, with somebody who hears of long work before it begins, in one line each.
   *
   * @param progress hears of it
   */
  public static Session prepare(Catalogue catalogue, Request request, Consumer<String> progress) {
    return new SessionFactory(catalogue, request, progress).session();
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

  /** How many samples one chain returns. */
  public int samplesPerChain() {
    return setup.sampler().samplesPerChain();
  }

  /** Everything needed to repeat the run. */
  public Provenance provenance() {
    return setup.provenance();
  }

  /**
   * Saves the run as it goes: each group of chains that has reached its end, the state of the group
   * at work from time to time and when it is cancelled. Call it before {@link #run} or {@link
   * #resume}. What was saved stays until {@link #discardSaved}.
   *
   * @param target a folder for nothing else; made when first needed
   * @param interval the least time between two saves of a state; they take at most 2 % of the time
   * @return this
   */
  public Session saveTo(Path target, Duration interval) {
    if (interval.isNegative()) {
      throw new InvalidOptionException(
          "the time between saved states is " + interval, "give a time that is not negative");
    }
    folder = Optional.of(new CheckpointFolder(target, setup.stamp().get()));
    every = interval;
    return this;
  }

  /** Deletes what was saved: once the result has found its place. */
  public void discardSaved() {
    folder.ifPresent(CheckpointFolder::delete);
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
    Execution e = execution(listener);
    discardSaved();
    return e.run();
  }

  /**
   * Goes on from what was saved in the folder of {@link #saveTo}; the outcome is that of a run that
   * was never interrupted. A damaged state is passed over for the one before it, with a notice to
   * the listener.
   *
   * @param listener hears of every step
   * @throws org.tweedie.api.error.ResourceException if nothing was saved
   * @throws org.tweedie.api.error.StateMismatchException if it belongs to another sampler, version,
   *     set of options, seed or problem, or is damaged
   * @throws LifecycleException after {@link #close()}, or without a folder
   */
  public Reconstruction resume(RunListener listener) {
    Execution e = execution(listener);
    Checkpoint c =
        folder
            .orElseThrow(
                () ->
                    new LifecycleException(
                        "a session was to go on without a folder of saved states",
                        "name it with saveTo first"))
            .load();
    c.notice().ifPresent(listener::notice);
    return e.from(c).run();
  }

  /**
   * Where the time went since this session began to be prepared: everything until now, on the wall
   * clock, what the caller did meanwhile included. To be asked on the thread that runs.
   */
  public Timing spent() {
    double total = (System.nanoTime() - beginning) * 1e-9;
    Timing run = setup.problem().timing(total);
    return preparation.plus(run);
  }

  private Execution execution(RunListener listener) {
    if (closed) {
      throw new LifecycleException(
          "the session was used after it was closed", "prepare another one");
    }
    return new Execution(setup, () -> cancelled, folder, every, listener);
  }

  /**
   * Asks the run to stop after the step at work. May be called from any thread, at any time; a run
   * that has not begun stops before its first step.
   */
  public void cancel() {
    cancelled = true;
  }

  /** Frees priors and operator; cancels nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      setup.problem().problem().prior().close();
      priors.forEach(Prior::close);
      setup.measurement().close();
    }
  }
}
