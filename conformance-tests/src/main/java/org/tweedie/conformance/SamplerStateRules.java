package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.PreparedProblem;

/**
 * The rules S-5 and S-20 to S-23: a kernel is three pure functions of a state that is all there is.
 */
abstract class SamplerStateRules extends SamplerContractRules {
  private static final int RESUMED = 64; // a run of more steps is resumed at so many of them

  @Rule("S-5")
  @OneSeed
  @Label("S-5 a run resumed at any step ends as one that was never interrupted, bit for bit")
  void resume(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Chains chains = new Chains(1, 2);
          List<State> saved = new ArrayList<>();
          ChainRun run = setting.begin(problem, chains, seed);
          saved.add(saved(run.state()));
          while (!run.done()) {
            run.advance();
            saved.add(saved(run.state()));
          }
          List<ChainResult> whole = run.results();
          for (int stop = 0; stop < saved.size(); stop += 1 + saved.size() / RESUMED) {
            ChainRun rest =
                ChainRun.resume(
                    Runs.ID,
                    anew(setting).sampler(),
                    closedForm.open(),
                    chains,
                    new CounterNoise(seed),
                    stop,
                    saved.get(stop));
            if (!Compare.sameResults(Runs.finish(rest), whole)) {
              throw new Violation(
                  "the samples of an uninterrupted run after a stop at step " + stop,
                  "others with " + setting,
                  "something that later steps need is not in the state, or a random stream of the"
                      + " sampler's own");
            }
          }
        });
  }

  /** A state as it comes back from a file: equal, and no object in common. */
  private static State saved(State s) {
    State copy = State.empty();
    for (String name : s.fields().keySet()) {
      copy = copy.with(name, s.fields(name).stream().map(Field::copy).toList());
    }
    for (String name : s.numbers().keySet()) {
      copy = copy.with(name, s.numbers(name));
    }
    return copy;
  }

  @Rule("S-20")
  @OneSeed
  @Label("S-20 a run can stop between any two steps: nothing stays open")
  void nothingOpen(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Tap tap = new Tap();
          ChainRun run = setting.begin(tap.on(closedForm), Chains.of(2), seed);
          for (boolean more = true; more; more = !run.done() && run.advance() != null) {
            if (tap.open.get() != 0) {
              throw new Violation(
                  "no pullback and no linearization open after step " + run.step(),
                  tap.open + " open with " + setting,
                  "one that is closed in the next step, or by the garbage collector");
            }
          }
        });
  }

  @Rule("S-21")
  @OneSeed
  @Label("S-21 a step leaves its state alone; a result draws nothing and evaluates nothing")
  void purity(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          List<ChainResult> undisturbed = setting.run(problem, Chains.of(2), seed);
          Counting noise = new Counting(new CounterNoise(seed));
          ChainRun run = Runs.begin(setting.sampler(), problem, Chains.of(2), noise);
          while (!run.done()) {
            result(setting, problem, noise, run);
            State before = run.state();
            State copy = saved(before);
            run.advance();
            unchanged(before, copy, "the step after " + run.step(), setting);
          }
          if (!Compare.sameResults(result(setting, problem, noise, run), undisturbed)) {
            throw new Violation(
                "the samples of a run that was not asked for estimates on its way",
                "others with " + setting,
                "a result that changes what the next step starts from");
          }
        });
  }

  /** What the run came to so far, asked for twice. */
  private static List<ChainResult> result(
      Setting setting, PreparedProblem problem, Counting noise, ChainRun run) {
    State before = run.state();
    State copy = saved(before);
    Supplier<List<Object>> account = () -> List.of(noise.draws.get(), problem.counts());
    List<Object> work = account.get();
    List<ChainResult> first = run.results();
    if (!account.get().equals(work)) {
      Counts counts = problem.counts();
      throw new Violation(
          "a result without draws and evaluations: " + work,
          noise.draws + " draws, " + counts + " with " + setting,
          "work that belongs into a step: it is not counted, and a saved run repeats it");
    }
    if (!Compare.sameResults(first, run.results())) {
      throw new Violation(
          "the same result of the same state", "another with " + setting, "a result in place");
    }
    unchanged(before, copy, "the result after step " + run.step(), setting);
    return first;
  }

  private static void unchanged(State state, State before, String by, Setting setting) {
    if (!Compare.same(state, before)) {
      throw new Violation(
          "a state that " + by + " leaves alone",
          "another state with " + setting,
          "fields of the state updated in place: copy them first");
    }
  }

  @Rule("S-22")
  @OneSeed
  @Label("S-22 a kernel holds nothing: runs by turns end as runs of their own")
  void byTurns(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          OneKernel shared = new OneKernel(setting.sampler());
          LawProblem louder = closedForm.louder(3);
          List<Turn> turns =
              List.of(
                  new Turn(closedForm, problem, new Chains(0, 2)),
                  new Turn(louder, louder.open(), new Chains(0, 2)),
                  new Turn(closedForm, problem, new Chains(2, 3)));
          List<ChainRun> runs =
              turns.stream()
                  .map(t -> Runs.begin(shared, t.problem, t.chains, new CounterNoise(seed)))
                  .toList();
          while (runs.stream().anyMatch(r -> !r.done())) {
            runs.stream().filter(r -> !r.done()).forEach(ChainRun::advance);
          }
          for (int i = 0; i < runs.size(); i++) {
            Turn t = turns.get(i);
            List<ChainResult> own = anew(setting).run(t.closedForm.open(), t.chains, seed);
            if (!Compare.sameResults(runs.get(i).results(), own)) {
              throw new Violation(
                  "three runs of one sampler, two on one problem and one on a louder one, whose"
                      + " steps alternate, as three runs of their own",
                  "other samples of run " + i + " with " + setting,
                  "a field of the kernel or the sampler that a step writes to, or a cache by the"
                      + " wrong key: what changes belongs into the state");
            }
          }
        });
  }

  private record Turn(LawProblem closedForm, PreparedProblem problem, Chains chains) {}

  @Rule("S-23")
  @OneSeed
  @Label("S-23 steps() is honest, and after every step there is an estimate")
  void steps(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          OneKernel sampler = new OneKernel(setting.sampler());
          ChainRun run = Runs.begin(sampler, problem, Chains.of(2), new CounterNoise(seed));
          long steps = run.steps();
          complete(setting, problem, run.results(), 2);
          while (!run.done()) {
            run.advance();
            complete(setting, problem, run.results(), 2);
          }
          boolean done = sampler.kernel(problem.problem()).done(run.state(), run.step());
          if (!done || run.steps() != steps || steps < 1) {
            throw new Violation(
                "the same number of steps at all times, at least 1, after which the kernel is done",
                steps
                    + " at first, "
                    + run.steps()
                    + " at the end, done: "
                    + done
                    + " with "
                    + setting,
                "steps() is an estimate that is too low: the run ends there all the same");
          }
        });
  }
}
