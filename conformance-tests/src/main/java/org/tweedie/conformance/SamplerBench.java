package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/** What the rules for samplers need: a provider, and budgets to run it with. */
abstract class SamplerBench extends RuleSet {
  /** The provider under test. */
  protected abstract SamplerProvider provider();

  /** The options to run it with; by default what {@link Budgets#of} finds. */
  protected Budgets budgets() {
    return Budgets.of(provider());
  }

  /**
   * The law that theory predicts with these options; by default that of a {@link
   * org.tweedie.conformance.law.SamplerLaw} for the provider's id.
   *
   * @param options bound to the provider's declarations
   */
  protected Optional<LawPredictor> law(Options options) {
    return SamplerLaws.of(provider(), options);
  }

  /** What the provider is given to make a sampler; by default nothing else is installed. */
  protected Context context(Options options) {
    return Context.of(options);
  }

  /** True if time is no object: more draws, more replications. */
  static boolean thorough() {
    return Boolean.getBoolean("tweedie.conformance.thorough");
  }

  /** A sampler with its setting, for messages. */
  record Setting(Map<String, String> given, Options options, Sampler sampler) {
    List<ChainResult> run(PreparedProblem problem, Chains chains, long seed) {
      return Runs.results(sampler, problem, chains, new CounterNoise(seed));
    }

    ChainRun begin(PreparedProblem problem, Chains chains, long seed) {
      return Runs.begin(sampler, problem, chains, new CounterNoise(seed));
    }

    @Override
    public String toString() {
      return given.isEmpty() ? "defaults" : given.toString();
    }
  }

  /** The sampler with these options. */
  final Setting setting(Map<String, String> given) {
    Options options = Options.bind(provider().options(), given);
    return new Setting(given, options, provider().create(context(options)));
  }

  /** The same once more, with nothing in common. */
  final Setting anew(Setting s) {
    return setting(s.given());
  }

  /** The shortest budget, alone and with each variant; contradictory variants are left out. */
  final List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    all.add(setting(budgets().shortest()));
    for (Map<String, String> variant : budgets().variants()) {
      try {
        all.add(setting(Budgets.join(budgets().shortest(), variant)));
      } catch (InvalidOptionException e) {
        continue; // the provider says that the combination makes no sense
      }
    }
    return all;
  }

  /** Runs a check on every setting and the two closed-form problems. */
  final void each(Check check) {
    each(List.of(LawProblem.real(), LawProblem.complex()), check);
  }

  /** Runs a check on every setting and problem. */
  final void each(List<LawProblem> problems, Check check) {
    NotTested impossible = null;
    for (Setting s : settings()) {
      for (LawProblem p : problems) {
        PreparedProblem problem = p.open();
        try {
          requirePossible(s, problem);
        } catch (NotTested e) {
          impossible = e;
          continue;
        }
        check.on(s, p, problem);
      }
    }
    if (impossible != null) {
      throw impossible;
    }
  }

  /** Untested, if the suite's own problem lacks what the method needs. */
  static void requirePossible(Setting s, PreparedProblem problem) {
    try {
      problem.require(Runs.ID, s.sampler());
    } catch (UnsupportedProblemException e) {
      throw NotTested.untested("the suite has no problem for " + s + ": " + e.problem());
    }
  }

  /** One check. */
  interface Check {
    void on(Setting setting, LawProblem closedForm, PreparedProblem problem);
  }
}
