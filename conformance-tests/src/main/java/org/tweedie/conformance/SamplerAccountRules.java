package org.tweedie.conformance;

import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.StepReport;

/** The rules S-9 to S-12: what a run costs, what it needs, and what it does with a NaN. */
abstract class SamplerAccountRules extends SamplerContractRules {
  @Rule("S-9")
  @OneSeed
  @Label("S-9 evaluations are counted honestly, and a step asks the prior at most once")
  void counts(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Tap tap = new Tap();
          try (Run run =
              setting.sampler().begin(tap.on(problem), Chains.of(3), new CounterNoise(seed))) {
            long atBegin = tap.operatorEvaluations.get();
            long calls = tap.priorCalls.get();
            long evaluations = tap.priorEvaluations.get();
            long pullbacks = tap.priorPullbacks.get();
            long operator = tap.operatorEvaluations.get();
            while (!run.done()) {
              StepReport r = run.advance();
              long did = tap.operatorEvaluations.get() - operator;
              // What begin did may be told with the first step, there being no report of its own.
              boolean honest =
                  r.priorEvaluations() == tap.priorEvaluations.get() - evaluations
                      && r.priorPullbacks() == tap.priorPullbacks.get() - pullbacks
                      && (r.operatorEvaluations() == did
                          || r.step() == 0 && r.operatorEvaluations() == did + atBegin);
              if (!honest || tap.priorCalls.get() - calls > 1) {
                throw new Violation(
                    "one batched evaluation of the prior at most, and counts of "
                        + (tap.priorEvaluations.get() - evaluations)
                        + " evaluations, "
                        + (tap.priorPullbacks.get() - pullbacks)
                        + " pullbacks, "
                        + did
                        + " of the operator",
                    (tap.priorCalls.get() - calls) + " batches, " + r + " with " + setting,
                    "calls that bypass the counter, a batch counted once, or inner loops that"
                        + " should be steps");
              }
              calls = tap.priorCalls.get();
              evaluations = tap.priorEvaluations.get();
              pullbacks = tap.priorPullbacks.get();
              operator = tap.operatorEvaluations.get();
            }
          }
        });
  }

  @Rule("S-10")
  @OneSeed
  @Label("S-10 the requirements are complete, and a missing one is refused before the first step")
  void requirements(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Set<Class<? extends Capability>> needed =
              setting.sampler().requirements().stream()
                  .map(Requirement::type)
                  .collect(Collectors.toSet());
          Tap bare = new Tap();
          bare.visible = needed::contains;
          CounterNoise noise = new CounterNoise(seed);
          try {
            Runs.samples(setting.sampler(), bare.on(problem), Chains.of(1), noise);
          } catch (RuntimeException e) {
            throw new Violation(
                "a run on a problem with " + names(needed) + " and nothing else",
                e + " with " + setting,
                "a capability that is used and not declared",
                e);
          }
          for (Class<? extends Capability> type : needed) {
            Tap tap = new Tap();
            tap.visible = t -> t != type;
            try {
              setting.sampler().begin(tap.on(problem), Chains.of(1), noise).close();
            } catch (UnsupportedProblemException e) {
              continue;
            } catch (RuntimeException e) {
              throw new Violation(
                  "an UnsupportedProblemException without " + type.getSimpleName(),
                  e + " with " + setting,
                  "requirements are not checked in begin",
                  e);
            }
            throw new Violation(
                "begin refuses a problem without " + type.getSimpleName(),
                "a run with " + setting,
                "requirements are not checked in begin, or one is declared that is not needed");
          }
        });
  }

  private static String names(Set<Class<? extends Capability>> types) {
    return types.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
  }

  @Rule("S-11")
  @OneSeed
  @Label("S-11 a NaN from the prior ends the run with the step at which it came")
  void nanOfPrior(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (long call : new long[] {0, 1, 3}) {
            nan(setting, problem, tap -> tap.spoilPrior = n -> n == call, seed, "the prior");
          }
          nan(setting, problem, tap -> tap.spoilPullback = true, seed, "the prior's pullback");
        });
  }

  @Rule("S-12")
  @OneSeed
  @Label("S-12 a NaN from the operator ends the run with the step at which it came")
  void nanOfOperator(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (long call : new long[] {0, 1, 4}) {
            nan(setting, problem, tap -> tap.spoilOperator = n -> n == call, seed, "the operator");
          }
        });
  }

  /** Spoils, runs, and wants the failure in the very step of the first spoilt value. */
  private static void nan(
      Setting setting, Problem problem, Consumer<Tap> spoil, long seed, String culprit) {
    Tap tap = new Tap();
    spoil.accept(tap);
    int step = 0;
    try (Run run = setting.sampler().begin(tap.on(problem), Chains.of(2), new CounterNoise(seed))) {
      while (!run.done()) {
        step = run.step();
        run.advance();
      }
    } catch (NumericalFailureException e) {
      if (e.step() == step) {
        return;
      }
      throw new Violation(
          "a NumericalFailureException of step " + step,
          "one of step " + e.step() + " with " + setting,
          "a step counted from 1, or the check of an earlier value",
          e);
    } catch (RuntimeException e) {
      throw new Violation(
          "a NumericalFailureException for a NaN from " + culprit,
          e + " with " + setting,
          "values are not checked",
          e);
    }
    if (wasSpoilt(tap, spoil)) {
      throw new Violation(
          "a NumericalFailureException for a NaN from " + culprit,
          "samples with " + setting,
          "a NaN propagated, or replaced by zeros: a failure that looks like an image");
    }
  }

  /** True if the run got as far as the call that was to be spoilt. */
  private static boolean wasSpoilt(Tap tap, Consumer<Tap> spoil) {
    Tap plan = new Tap();
    spoil.accept(plan);
    boolean spoilt = plan.spoilPullback && tap.priorPullbacks.get() > 0;
    for (long n = 0; n < Math.max(tap.priorCalls.get(), tap.operatorEvaluations.get()); n++) {
      spoilt |= n < tap.priorCalls.get() && plan.spoilPrior.test(n);
      spoilt |= n < tap.operatorEvaluations.get() && plan.spoilOperator.test(n);
    }
    return spoilt;
  }
}
