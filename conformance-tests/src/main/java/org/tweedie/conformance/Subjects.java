package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.law.LawPredictor;

/**
 * The rules bound to a subject that is only known at run time. The test engine makes the instances,
 * so the subject waits in a variable of the thread that runs them.
 */
final class Subjects {
  private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<String> ONLY = new ThreadLocal<>();

  private Subjects() {}

  /** Operators and likelihoods under test. */
  record Operators(
      List<? extends ForwardOperator> operators, List<? extends Likelihood> likelihoods) {}

  /** Runs the rules for operators. */
  static List<RuleOutcome> check(Operators subject) {
    return run(subject, OfOperators.class);
  }

  /**
   * A prior under test.
   *
   * @param open opens a new one on a space
   * @param spaces small spaces that it serves
   * @param density its density on a space, where known
   */
  record Priors(
      Function<Space, Prior> open,
      List<Space> spaces,
      Function<Space, Optional<PriorBench.SmoothedDensity>> density) {}

  /** Runs the rules for priors. */
  static List<RuleOutcome> check(Priors subject) {
    return run(subject, OfPriors.class);
  }

  /**
   * A sampler under test.
   *
   * @param provider its provider
   * @param budgets the options to run it with
   * @param context what the provider is given to make it
   * @param law what theory predicts with options, where it does
   */
  record Samplers(
      SamplerProvider provider,
      Budgets budgets,
      Function<Options, Context> context,
      Function<Options, Optional<LawPredictor>> law) {}

  /** Runs the rules for samplers. */
  static List<RuleOutcome> check(Samplers subject) {
    return run(subject, OfSamplers.class);
  }

  /**
   * A provider of any kind under test.
   *
   * @param provider the provider
   * @param context what it is given to make something
   */
  record Providers(Provider provider, Function<Options, Context> context) {}

  /** Runs the rules for providers of any kind. */
  static List<RuleOutcome> check(Providers subject) {
    return run(subject, OfProviders.class);
  }

  /** Makes one check with one rule alone. */
  static List<RuleOutcome> only(String rule, Supplier<List<RuleOutcome>> check) {
    ONLY.set(rule);
    try {
      return check.get();
    } finally {
      ONLY.remove();
    }
  }

  private static List<RuleOutcome> run(Object subject, Class<?> rules) {
    CURRENT.set(subject);
    try {
      return RuleRunner.run(rules, Optional.ofNullable(ONLY.get()));
    } finally {
      CURRENT.remove();
    }
  }

  private static <T> T current(Class<T> type) {
    return type.cast(CURRENT.get());
  }

  /** {@link OperatorRules} on the current subject. */
  static final class OfOperators extends OperatorRules {
    @Override
    protected List<? extends ForwardOperator> operators() {
      return current(Operators.class).operators();
    }

    @Override
    protected List<? extends Likelihood> likelihoods() {
      return current(Operators.class).likelihoods();
    }
  }

  /** {@link PriorRules} on the current subject. */
  static final class OfPriors extends PriorRules {
    @Override
    protected Prior open(Space space) {
      return current(Priors.class).open().apply(space);
    }

    @Override
    protected List<Space> spaces() {
      return current(Priors.class).spaces();
    }

    @Override
    protected Optional<SmoothedDensity> density(Space space) {
      return current(Priors.class).density().apply(space);
    }
  }

  /** {@link SamplerRules} on the current subject. */
  static final class OfSamplers extends SamplerRules {
    @Override
    protected SamplerProvider provider() {
      return current(Samplers.class).provider();
    }

    @Override
    protected Budgets budgets() {
      return current(Samplers.class).budgets();
    }

    @Override
    protected Context context(Options options) {
      return current(Samplers.class).context().apply(options);
    }

    @Override
    protected Optional<LawPredictor> law(Options options) {
      return current(Samplers.class).law().apply(options);
    }
  }

  /** {@link ProviderRules} on the current subject. */
  static final class OfProviders extends ProviderRules {
    @Override
    protected Provider provider() {
      return current(Providers.class).provider();
    }

    @Override
    protected Context context(Options options) {
      return current(Providers.class).context().apply(options);
    }
  }
}
