package org.tweedie.conformance;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;

/** The rules S-9 to S-12: what a run costs, what it needs, and what it does with a NaN. */
abstract class SamplerAccountRules extends SamplerStateRules {
  @Rule("S-9")
  @OneSeed
  @Label("S-9 a step asks the prior at most once")
  void onePriorCall(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          Tap tap = new Tap();
          ChainRun run = setting.begin(tap.on(closedForm), Chains.of(3), seed);
          while (!run.done()) {
            long before = tap.priorCalls.get();
            run.advance();
            long calls = tap.priorCalls.get() - before;
            if (calls > 1) {
              throw new Violation(
                  "one batched evaluation of the prior at most",
                  calls + " in step " + (run.step() - 1) + " with " + setting,
                  "chains denoised one by one, or inner loops that should be steps");
            }
          }
        });
  }

  @Rule("S-10")
  @OneSeed
  @Label("S-10 the requirements are complete")
  void requirements(@ForAll long seed) {
    each(
        (setting, closedForm, problem) -> {
          for (Set<Class<? extends Capability>> types : choices(setting, problem.problem())) {
            try {
              setting.run(Tap.showing(types).on(closedForm), Chains.of(1), seed);
            } catch (RuntimeException e) {
              throw new Violation(
                  "a run on a problem with " + names(types) + " and nothing else",
                  e + " with " + setting,
                  "a capability that is used and not declared",
                  e);
            }
          }
        });
  }

  /** What to show: each requirement met by each of its alternatives, the others by their first. */
  private static Set<Set<Class<? extends Capability>>> choices(Setting setting, Problem problem) {
    List<Requirement> all = setting.sampler().requirements();
    Set<Set<Class<? extends Capability>>> choices = new HashSet<>();
    choices.add(all.stream().map(r -> present(r, problem).get(0)).collect(Collectors.toSet()));
    for (Requirement varied : all) {
      for (Class<? extends Capability> type : present(varied, problem)) {
        choices.add(
            all.stream()
                .map(r -> r == varied ? type : present(r, problem).get(0))
                .collect(Collectors.toSet()));
      }
    }
    return choices;
  }

  private static List<Class<? extends Capability>> present(Requirement r, Problem problem) {
    Capable owner =
        switch (r.of()) {
          case LIKELIHOOD -> problem.likelihood();
          case OPERATOR -> problem.likelihood().operator();
          case PRIOR -> problem.prior();
        };
    return r.types().stream().filter(t -> owner.capability(t).isPresent()).toList();
  }

  private static String names(Set<Class<? extends Capability>> types) {
    return types.stream().map(Class::getSimpleName).sorted().collect(Collectors.joining(", "));
  }

  @Rule("S-11")
  @OneSeed
  @Label("S-11 a NaN from the prior ends the run")
  void nanOfPrior(@ForAll long seed) {
    for (long call : new long[] {0, 1, 3}) {
      nan(tap -> tap.spoilPrior = n -> n == call, seed, "the prior");
    }
    nan(tap -> tap.spoilPullback = true, seed, "the prior's pullback");
  }

  @Rule("S-12")
  @OneSeed
  @Label("S-12 a NaN from the operator ends the run")
  void nanOfOperator(@ForAll long seed) {
    for (long call : new long[] {0, 1, 4}) {
      nan(tap -> tap.spoilOperator = n -> n == call, seed, "the operator");
    }
  }

  /** The engine fails where the value appears; the method must let that pass. */
  private void nan(Consumer<Tap> spoil, long seed, String culprit) {
    each(
        (setting, closedForm, problem) -> {
          Tap tap = new Tap();
          spoil.accept(tap);
          try {
            setting.run(tap.on(closedForm), Chains.of(2), seed);
          } catch (NumericalFailureException e) {
            return;
          }
          if (tap.spoilt.get() > 0) {
            throw new Violation(
                "a NumericalFailureException for a NaN from " + culprit,
                "samples with " + setting,
                "a failure that is caught and replaced: it looks like an image");
          }
        });
  }
}
