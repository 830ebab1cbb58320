package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.law.LawPredictor;

/** Opens the package-private runner of the rules to the zoo. */
public final class Verdicts {
  private Verdicts() {}

  /** Runs the rules for operators. */
  public static List<RuleOutcome> operators(
      List<? extends ForwardOperator> operators, List<? extends Likelihood> likelihoods) {
    return Subjects.check(new Subjects.Operators(operators, likelihoods));
  }

  /** Runs the rules for priors. */
  public static List<RuleOutcome> priors(Function<Space, Prior> open, List<Space> spaces) {
    return Subjects.check(new Subjects.Priors(open, spaces, s -> Optional.empty()));
  }

  /** Runs the rules for samplers. */
  public static List<RuleOutcome> sampler(
      SamplerProvider provider, Budgets budgets, Function<Options, Optional<LawPredictor>> law) {
    return Subjects.check(new Subjects.Samplers(provider, budgets, Context::of, law));
  }

  /** Runs the rules for providers of any kind. */
  public static List<RuleOutcome> provider(Provider provider) {
    return Subjects.check(new Subjects.Providers(provider, Context::of));
  }
}
