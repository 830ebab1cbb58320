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
  private final Pace pace;
  private final RunListener listener;
  private final long began = System.nanoTime();
  private final Counts countsAtStart;
  private final Timing timingAtStart;

  private final List<GroupOutcome> outcomes = new ArrayList<>();
  private Checkpoint before = Checkpoint.NOTHING;
  private Optional<Checkpoint.InProgress> pending = Optional.empty();
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
    this.pace = new Pace(every, System::nanoTime);
    this.listener = listener;
    this.countsAtStart = setup.problem().counts();
    this.timingAtStart = setup.problem().timing(0);
  }

  /**
   * Takes over what an interrupted run had done, whatever number of samples it was to draw: groups
   * need not begin where they would in a run of its own, because chains do not depend on them.
   */
  Execution from(Checkpoint c) {
    before = c;
    for (GroupOutcome g : c.done()) {
      if (left() > 0) {
        outcomes.add(g.first(left()));
        stepsDone += g.trace().size();
      }
    }
    pending = c.current().filter(p -> p.chains().count() <= left());
    stepsDone += pending.map(Checkpoint.InProgress::step).orElse(0L);
    return this;
  }

  /** Runs what is left, or until cancelled. */
  Reconstruction run() {
    boolean complete = groups();
    return Pool.of(setup, outcomes).reconstruction(complete, counts(), timing());
  }

  private int first() {
    return outcomes.stream().mapToInt(g -> g.chains().count()).sum();
  }

  /** Chains that belong to no group that has reached its end. */
  private int left() {
    return setup.chains() - first();
  }

  private boolean groups() {
    while (left() > 0) {
      if (cancelled.getAsBoolean() && !outcomes.isEmpty()) {
        return false;
      }
      Optional<Checkpoint.InProgress> p = pending;
      pending = Optional.empty();
      if (!group(p)) {
        return false;
      }
    }
    return true;
  }

  private boolean group(Optional<Checkpoint.InProgress> saved) {
    List<StepRecord> trace = new ArrayList<>();
    saved.ifPresent(p -> trace.addAll(p.trace()));
    ChainRun run = saved.map(this::resumed).orElseGet(this::begun);
    while (!run.done() && !cancelled.getAsBoolean()) {
      trace.add(run.advance());
      stepsHere++;
      stepsDone++;
      tell(run, trace);
      if (folder.isPresent() && !run.done() && pace.due()) {
        save(run, trace);
      }
    }
    boolean finished = run.done();
    if (!finished && folder.isPresent()) {
      save(run, trace);
    }
    GroupOutcome outcome = new GroupOutcome(run.chains(), run.results(), finished, trace);
    outcomes.add(outcome);
    if (finished) {
      folder.ifPresent(f -> f.save(outcomes.size() - 1, outcome, counts(), timing()));
    }
    return finished;
  }

  private ChainRun begun() {
    Chains chains = new Chains(first(), Math.min(setup.together(), left()));
    return ChainRun.begin(
        setup.request().sampler(), setup.sampler(), setup.problem(), chains, noise);
  }

  private ChainRun resumed(Checkpoint.InProgress p) {
    return ChainRun.resume(
        setup.request().sampler(),
        setup.sampler(),
        setup.problem(),
        p.chains(),
        noise,
        p.step(),
        p.state());
  }

  private void tell(ChainRun run, List<StepRecord> trace) {
    StepRecord r = trace.get(trace.size() - 1);
    long ofThisGroup = run.done() ? trace.size() : run.steps();
    int together = setup.together();
    long groupsAfter = (left() - run.chains().count() + together - 1) / together;
    long planned = stepsDone - trace.size() + ofThisGroup + groupsAfter * run.steps();
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
            mean * (planned - stepsDone)));
  }

  private void save(ChainRun run, List<StepRecord> trace) {
    CheckpointFolder f = folder.orElseThrow();
    pace.during(
        () ->
            f.save(
                new Checkpoint.InProgress(run.chains(), run.step(), run.state(), trace),
                counts(),
                timing()));
    listener.saved(f.path());
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
