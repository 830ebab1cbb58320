package org.tweedie.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/** Steps a sampler through its groups of chains, one group after another. */
final class Execution {
  private final Setup setup;
  private final Noise noise;
  private final BooleanSupplier cancelled;
  private final Optional<CheckpointFolder> folder;
  private final Duration every;
  private final RunListener listener;
  private final long began = System.nanoTime();
  private final Counts countsAtStart;
  private final Timing timingAtStart;

  private final List<GroupOutcome> outcomes = new ArrayList<>();
  private Checkpoint before = Checkpoint.NOTHING;
  private Optional<Checkpoint.InProgress> pending = Optional.empty();
  private long saved = began;
  private long stepsHere;
  private long stepsDone;

  Execution(
      Setup setup,
      BooleanSupplier cancelled,
      Optional<CheckpointFolder> folder,
      Duration every,
      RunListener listener) {
    this.setup = setup;
    this.noise = new CounterNoise(setup.request().seed()).use("sample");
    this.cancelled = cancelled;
    this.folder = folder;
    this.every = every;
    this.listener = listener;
    this.countsAtStart = setup.problem().counts();
    this.timingAtStart = setup.problem().timing(0);
  }

  /** Takes over what an interrupted run had done. */
  Execution from(Checkpoint c) {
    before = c;
    outcomes.addAll(c.done());
    pending = c.current();
    stepsDone = c.steps();
    return this;
  }

  /** Runs what is left, or until cancelled. */
  Reconstruction run() {
    boolean complete = groups();
    return Pool.of(setup, outcomes).reconstruction(complete, counts(), timing());
  }

  private boolean groups() {
    int chains = setup.chains();
    int together = setup.together();
    for (int first = outcomes.size() * together; first < chains; first += together) {
      if (cancelled.getAsBoolean() && !outcomes.isEmpty()) {
        return false;
      }
      if (!group(new Chains(first, Math.min(together, chains - first)))) {
        return false;
      }
    }
    return true;
  }

  private boolean group(Chains chains) {
    List<StepRecord> trace = new ArrayList<>();
    ChainRun run = open(chains, trace);
    int groups = (setup.chains() + setup.together() - 1) / setup.together();
    while (!run.done() && !cancelled.getAsBoolean()) {
      trace.add(run.advance());
      stepsHere++;
      stepsDone++;
      tell(run, trace.get(trace.size() - 1), groups * run.steps());
      if (System.nanoTime() - saved > every.toNanos() && !run.done()) {
        save(run, trace);
      }
    }
    boolean finished = run.done();
    if (!finished) {
      save(run, trace);
    }
    GroupOutcome outcome = new GroupOutcome(chains, run.results(), finished, trace);
    outcomes.add(outcome);
    if (finished) {
      folder.ifPresent(f -> f.save(outcomes.size() - 1, outcome, counts(), timing()));
    }
    return finished;
  }

  private ChainRun open(Chains chains, List<StepRecord> trace) {
    String id = setup.request().sampler();
    if (pending.isPresent()) {
      Checkpoint.InProgress p = pending.get();
      pending = Optional.empty();
      if (p.chains().equals(chains)) {
        trace.addAll(p.trace());
        return ChainRun.resume(
            id, setup.sampler(), setup.problem(), chains, noise, p.step(), p.state());
      }
      // More chains were asked for than when it was saved: its group is another one now.
      stepsDone -= p.step();
    }
    return ChainRun.begin(id, setup.sampler(), setup.problem(), chains, noise);
  }

  private void tell(ChainRun run, StepRecord r, long planned) {
    double seconds = timing().total();
    double mean = (seconds - before.timing().total()) / stepsHere;
    listener.step(
        new Progress(
            stepsDone,
            planned,
            run.chains().first(),
            run.chains().count(),
            r.level(),
            r.residual(),
            counts(),
            seconds,
            mean * Math.max(0, planned - stepsDone)));
  }

  private void save(ChainRun run, List<StepRecord> trace) {
    if (folder.isEmpty()) {
      return;
    }
    long start = System.nanoTime();
    folder
        .get()
        .save(
            new Checkpoint.InProgress(run.chains(), run.step(), run.state(), trace),
            counts(),
            timing());
    listener.saved(folder.get().path());
    // A save that takes long is followed by a longer pause: at most 2 % of the time goes to saving.
    long cost = System.nanoTime() - start;
    saved = System.nanoTime() + Math.max(0, 50 * cost - every.toNanos());
  }

  private Counts counts() {
    return before.counts().plus(setup.problem().counts().minus(countsAtStart));
  }

  private Timing timing() {
    Timing now = setup.problem().timing((System.nanoTime() - began) * 1e-9);
    return before
        .timing()
        .plus(
            new Timing(
                now.prior() - timingAtStart.prior(),
                now.operator() - timingAtStart.operator(),
                now.total()));
  }
}
