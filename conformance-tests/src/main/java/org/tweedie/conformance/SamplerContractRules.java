package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StepReport;

/** The rules S-1 to S-8: chains, seeds, states and the life of a run. */
abstract class SamplerContractRules extends SamplerBench {
  @Rule("S-1")
  @OneSeed
  @Label("S-1 chain 3 of 8 is chain 3 of 4 is chain 3 alone, bit for bit")
  void chainIndependence(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          CounterNoise noise = new CounterNoise(seed);
          List<Field> eight = Runs.samples(setting.sampler(), problem, Chains.of(8), noise);
          List<Field> four = Runs.samples(setting.sampler(), problem, Chains.of(4), noise);
          Field alone = Runs.samples(setting.sampler(), problem, new Chains(3, 1), noise).get(0);
          if (!Compare.same(eight.get(3), four.get(3)) || !Compare.same(eight.get(3), alone)) {
            throw new Violation(
                "one and the same chain 3 with 8 chains, 4 chains and alone",
                "relative differences of "
                    + Compare.show(Compare.relative(eight.get(3), four.get(3)))
                    + " and "
                    + Compare.show(Compare.relative(eight.get(3), alone))
                    + " with "
                    + setting,
                "a norm or step size over the whole batch, or noise by position in the batch");
          }
        });
  }

  @Rule("S-2")
  @OneSeed
  @Label("S-2 different chains get different noise")
  void chainsDiffer(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Counting noise = new Counting(new CounterNoise(seed));
          List<Field> all = Runs.samples(setting.sampler(), problem, Chains.of(6), noise);
          if (noise.draws == 0) {
            return; // a deterministic estimate
          }
          for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < i; j++) {
              if (Compare.same(all.get(i), all.get(j))) {
                throw new Violation(
                    "6 different samples of 6 chains",
                    "chains " + j + " and " + i + " agree to the bit with " + setting,
                    "noise reused across chains");
              }
            }
          }
        });
  }

  @Rule("S-3")
  @OneSeed
  @Label("S-3 a seed, 0 too, determines the samples")
  void seeds(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (long s : new long[] {0, seed}) {
            CounterNoise noise = new CounterNoise(s);
            List<Field> first = Runs.samples(setting.sampler(), problem, Chains.of(2), noise);
            List<Field> again =
                Runs.samples(
                    create(setting.options()).sampler(),
                    closedForm.open(),
                    Chains.of(2),
                    new CounterNoise(s));
            if (!Compare.same(first, again)) {
              throw new Violation(
                  "the same bits from seed " + s + " again",
                  "others with " + setting,
                  s == 0
                      ? "seed 0 taken for no seed"
                      : "randomness from elsewhere than the noise source, or a state that outlives"
                          + " its run");
            }
          }
        });
  }

  @Rule("S-4")
  @OneSeed
  @Label("S-4 any number of chains: one, two and three samples are as many as asked for")
  void anyNumber(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (int n = 1; n <= 3; n++) {
            try {
              List<Field> x =
                  Runs.samples(setting.sampler(), problem, Chains.of(n), new CounterNoise(seed));
              boolean fit = x.size() == n;
              for (Field f : x) {
                fit &= f.space().equals(problem.space()) && f.isFinite();
              }
              if (!fit) {
                throw new Violation(
                    n + " finite samples in " + problem.space(),
                    x.toString(),
                    "an axis taken for the batch, or a mean in place of the samples");
              }
            } catch (RuntimeException e) {
              throw new Violation(
                  n + " samples", e.toString(), "a shape that is squeezed or guessed", e);
            }
          }
        });
  }

  @Rule("S-5")
  @OneSeed
  @Label("S-5 a run resumed at any step ends as one that was never interrupted, bit for bit")
  void resume(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Chains chains = new Chains(1, 2);
          List<Field> whole =
              Runs.samples(setting.sampler(), problem, chains, new CounterNoise(seed));
          int steps = stepsOf(setting, problem, chains, seed);
          for (int stop = 0; stop <= steps; stop += Math.max(1, steps / 12)) {
            SavedState saved;
            try (Run run = setting.sampler().begin(problem, chains, new CounterNoise(seed))) {
              for (int i = 0; i < stop; i++) {
                run.advance();
              }
              saved = SavedState.of(run);
            }
            try (Run run =
                create(setting.options())
                    .sampler()
                    .resume(closedForm.open(), chains, new CounterNoise(seed), saved)) {
              if (run.step() != stop || !Compare.same(Runs.finish(run), whole)) {
                throw new Violation(
                    "the samples of an uninterrupted run after a stop at step " + stop,
                    "others with " + setting,
                    "a state that is not saved whole, a step counted from 0 again, or a random"
                        + " stream of the sampler's own");
              }
            }
          }
        });
  }

  private static int stepsOf(Setting s, Problem problem, Chains chains, long seed) {
    try (Run run = s.sampler().begin(problem, chains, new CounterNoise(seed))) {
      return run.steps();
    }
  }

  @Rule("S-6")
  @OneSeed
  @Label("S-6 a state that is not the sampler's is refused")
  void foreignState(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          SavedState empty = new SavedState();
          try {
            setting.sampler().resume(problem, Chains.of(1), new CounterNoise(seed), empty).close();
          } catch (StateMismatchException e) {
            return;
          } catch (RuntimeException e) {
            throw new Violation(
                "a StateMismatchException for an empty state",
                e.toString(),
                "the state is not checked",
                e);
          }
          throw new Violation(
              "an empty state refused", "a run", "the state is not read: the run starts anew");
        });
  }

  @Rule("S-7")
  @OneSeed
  @Label("S-7 the life of a run: steps in order, an estimate at any time, nothing after the end")
  void life(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Run run = setting.sampler().begin(problem, Chains.of(2), new CounterNoise(seed));
          List<String> wrong = new ArrayList<>();
          for (int k = 0; !run.done() && k <= run.steps(); k++) {
            StepReport r = run.advance();
            SamplerResult soFar = run.result();
            if (r.step() != k || run.step() != k + 1) {
              wrong.add("step " + r.step() + " reported as number " + k);
            }
            if (!(r.level() > 0 && r.level() < Double.POSITIVE_INFINITY)) {
              wrong.add("level " + r.level());
            }
            if (soFar.samples().size() != 2 || !soFar.samples().get(1).isFinite()) {
              wrong.add("no finite estimate after step " + k);
            }
          }
          refused(run::advance, "advance after the last step", wrong);
          run.close();
          refused(run::advance, "advance after close", wrong);
          refused(run::result, "result after close", wrong);
          run.close();
          if (!wrong.isEmpty()) {
            throw new Violation(
                "steps 0, 1, 2 … with positive levels, an estimate after each, and a"
                    + " LifecycleException after the end and after close",
                String.join("; ", wrong.subList(0, Math.min(3, wrong.size()))) + " with " + setting,
                "a run that does not keep its own account");
          }
        });
  }

  @Rule("S-20")
  @OneSeed
  @Label("S-20 a run that is cancelled stops: it holds nothing open and leaves no trace")
  void cancelled(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          List<String> wrong = new ArrayList<>();
          for (int after = 0; after < 3; after++) {
            Tap tap = new Tap();
            Run run =
                setting.sampler().begin(tap.on(problem), Chains.of(2), new CounterNoise(seed));
            for (int k = 0; k < after && !run.done(); k++) {
              run.advance();
            }
            run.close();
            if (tap.openPullbacks.get() != 0) {
              wrong.add("a pullback of the prior open after step " + after);
            }
            String evaluations = tap.toString();
            refused(run::advance, "advance after close", wrong);
            if (!tap.toString().equals(evaluations)) {
              wrong.add(tap + " where there were " + evaluations);
            }
          }
          List<Field> next =
              Runs.samples(setting.sampler(), problem, Chains.of(2), new CounterNoise(seed));
          List<Field> fresh =
              Runs.samples(
                  create(setting.options()).sampler(),
                  closedForm.open(),
                  Chains.of(2),
                  new CounterNoise(seed));
          if (!Compare.same(next.get(1), fresh.get(1))) {
            wrong.add("other samples from the next run");
          }
          if (!wrong.isEmpty()) {
            throw new Violation(
                "a run closed after 0, 1 and 2 steps that evaluates nothing more, leaves no pullback"
                    + " open and no mark on the next run",
                String.join("; ", wrong.subList(0, Math.min(3, wrong.size()))) + " with " + setting,
                "a pullback that is closed in the next step, or by the garbage collector");
          }
        });
  }

  private static void refused(Runnable call, String what, List<String> wrong) {
    try {
      call.run();
      wrong.add("no exception from " + what);
    } catch (LifecycleException e) {
      return;
    } catch (RuntimeException e) {
      wrong.add(e + " from " + what);
    }
  }

  @Rule("S-8")
  @OneSeed
  @Label("S-8 the data are not written to")
  void dataUntouched(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Field before = problem.likelihood().data().copy();
          Runs.samples(setting.sampler(), problem, Chains.of(2), new CounterNoise(seed));
          if (!Compare.same(before, problem.likelihood().data())) {
            throw new Violation("y unchanged", "another y", "a residual computed in place");
          }
          if (setting.sampler().exactness().statement().isBlank()) {
            throw new Violation(
                "one sentence on exactness", "none", "the claim has no stated limit or bias");
          }
        });
  }

  /** Counts draws. */
  private static final class Counting implements Noise {
    private final CounterNoise noise;
    private int draws;

    Counting(CounterNoise noise) {
      this.noise = noise;
    }

    @Override
    public Field normals(int chain, long step, Purpose purpose, Field out) {
      draws++;
      return noise.normals(chain, step, purpose, out);
    }

    @Override
    public double uniform(int chain, long step, Purpose purpose) {
      draws++;
      return noise.uniform(chain, step, purpose);
    }
  }
}
