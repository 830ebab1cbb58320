package org.tweedie.conformance;

import java.util.List;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;

/**
 * The rules bound to a subject that is only known at run time. The test engine makes the instances,
 * so the subject waits in a variable of the thread that runs them.
 */
final class Subjects {
  private static final ThreadLocal<Object> CURRENT = new ThreadLocal<>();

  private Subjects() {}

  /** Operators and likelihoods under test. */
  record Operators(
      List<? extends ForwardOperator> operators, List<? extends Likelihood> likelihoods) {}

  /** Runs the rules for operators. */
  static List<RuleOutcome> check(Operators subject) {
    return run(subject, OfOperators.class);
  }

  private static List<RuleOutcome> run(Object subject, Class<?> rules) {
    CURRENT.set(subject);
    try {
      return RuleRunner.run(rules);
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
}
