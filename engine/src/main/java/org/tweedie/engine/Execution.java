package org.tweedie.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StepReport;
import org.tweedie.engine.problem.Meter;

/** Steps the sampler through its groups of chains, one group after another. */
final class Execution {
  private final Setup setup;
  private final Meter meter;
  private final Noise noise;
  private final BooleanSupplier cancelled;
  private final Optional<Path> file;
  private final int saveEvery;
  private final RunListener listener;

  private final List<GroupOutcome> outcomes = new ArrayList<>();
  private final List<TraceEntry> trace = new ArrayList<>();
  private Optional<Checkpoint.InProgress> pending = Optional.empty();
  private Counts countsBefore = Counts.NONE;
  private Counts countsAtStart = Counts.NONE;
  private Timing timingBefore = Timing.NONE;
  private int stepsHere;
  private int stepsPlanned;

  Execution(
      Setup setup,
      BooleanSupplier cancelled,
      Optional<Path> file,
      int saveEvery,
      RunListener listener) {
    this.setup = setup;
    this.meter = setup.problem().meter();
    this.noise = new CounterNoise(setup.request().seed());
    this.cancelled = cancelled;
    this.file = file;
    this.saveEvery = saveEvery;
    this.listener = listener;
  }

  /** Takes over what an interrupted run had done. */
  Execution from(Checkpoint c) {
    c.require(setup.stamp());
    outcomes.addAll(c.done);
    trace.addAll(c.trace);
    pending = c.current;
    countsBefore = c.counts;
    timingBefore = c.timing;
    return this;
  }

  /** Runs what is left, or until cancelled. */
  Reconstruction run() {
    countsAtStart = meter.counts();
    meter.start();
    boolean complete;
    try {
      complete = groups();
    } finally {
      meter.stop();
    }
    if (complete && file.isPresent()) {
      CheckpointFile.delete(file.get());
    }
    return new Result(setup, outcomes, trace, counts(), timing()).reconstruction(complete);
  }

  private boolean groups() {
    int limit = setup.request().batchLimit();
    int chains = setup.request().chains();
    for (int first = outcomes.size() * limit; first < chains; first += limit) {
      if (cancelled.getAsBoolean() && !outcomes.isEmpty()) {
        return false;
      }
      if (!group(new Chains(first, Math.min(limit, chains - first)))) {
        return false;
      }
    }
    return true;
  }

  private boolean group(Chains chains) {
    try (Run run = open(chains)) {
      int groups = ceilDiv(setup.request().chains(), setup.request().batchLimit());
      stepsPlanned = groups * run.steps();
      while (!run.done() && !cancelled.getAsBoolean()) {
        step(run, chains);
      }
      boolean finished = run.done();
      if (!finished) {
        file.ifPresent(f -> save(f, Optional.of(run), chains));
      }
      outcomes.add(new GroupOutcome(chains, checked(run.result()), finished));
      if (finished) {
        file.ifPresent(f -> save(f, Optional.empty(), chains));
      }
      return finished;
    } catch (TweedieException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PluginException(
          "the sampler " + setup.request().sampler() + " failed at step " + trace.size() + ": " + e,
          "report it to the sampler's author",
          e);
    }
  }

  private Run open(Chains chains) {
    if (pending.isPresent()) {
      Checkpoint.InProgress p = pending.get();
      pending = Optional.empty();
      return setup.sampler().resume(setup.problem().problem(), p.chains(), noise, p.state());
    }
    return setup.sampler().begin(setup.problem().problem(), chains, noise);
  }

  private void step(Run run, Chains chains) {
    meter.step(run.step());
    StepReport report = run.advance();
    trace.add(new TraceEntry(chains, report));
    stepsHere++;
    double seconds = timing().total();
    double mean = (seconds - timingBefore.total()) / stepsHere;
    listener.step(
        new Progress(
            trace.size(),
            stepsPlanned,
            chains.first(),
            chains.count(),
            report.level(),
            report.residual(),
            counts(),
            seconds,
            mean * (stepsPlanned - trace.size())));
    if (file.isPresent() && trace.size() % saveEvery == 0 && !run.done()) {
      save(file.get(), Optional.of(run), chains);
    }
  }

  private void save(Path to, Optional<Run> run, Chains chains) {
    CheckpointFile.write(
        new Checkpoint(
            setup.stamp(),
            outcomes,
            run.map(r -> new Checkpoint.InProgress(chains, SavedState.of(r))),
            trace,
            counts(),
            timing()),
        to);
    listener.saved(to);
  }

  private SamplerResult checked(SamplerResult r) {
    for (Field x : r.samples()) {
      setup.problem().checked(x);
    }
    return r;
  }

  private Counts counts() {
    return countsBefore.plus(meter.counts().minus(countsAtStart));
  }

  private Timing timing() {
    return timingBefore.plus(meter.timing());
  }

  private static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
