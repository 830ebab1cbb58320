package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Sampler;

/** What the rules for samplers need: a provider, and budgets to run it with. */
abstract class SamplerBench extends RuleSet {
  /** The provider under test. */
  protected abstract SamplerProvider provider();

  /** The options to run it with; by default what {@link Budgets#of} finds. */
  protected Budgets budgets() {
    return Budgets.of(provider());
  }

  /** True if time is no object: more draws, more replications. */
  static boolean thorough() {
    return Boolean.getBoolean("tweedie.conformance.thorough");
  }

  /** A sampler with its setting, for messages. */
  record Setting(Map<String, String> options, Sampler sampler) {
    @Override
    public String toString() {
      return options.isEmpty() ? "defaults" : options.toString();
    }
  }

  /** The sampler with these options. */
  final Setting create(Map<String, String> options) {
    SamplerProvider p = provider();
    return new Setting(options, p.create(Options.bind(p.options(), options)));
  }

  /** The shortest budget, alone and with each variant; contradictory variants are left out. */
  final List<Setting> settings() {
    List<Setting> all = new ArrayList<>();
    all.add(create(budgets().shortest()));
    for (Map<String, String> variant : budgets().variants()) {
      try {
        all.add(create(Budgets.join(budgets().shortest(), variant)));
      } catch (InvalidOptionException e) {
        continue; // the provider says that the combination makes no sense
      }
    }
    return all;
  }

  /** The two closed-form problems. */
  static List<LawProblem> problems() {
    return List.of(LawProblem.real(), LawProblem.complex());
  }

  /** Runs a check on every setting and problem. */
  final void each(Check check) {
    for (Setting s : settings()) {
      for (LawProblem p : problems()) {
        check.on(s, p, p.open());
      }
    }
  }

  /** One check. */
  interface Check {
    void on(Setting setting, LawProblem closedForm, Problem problem);
  }
}
