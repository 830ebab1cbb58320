package org.tweedie.conformance;

import java.util.List;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;

/** Opens the package-private runner of the rules to the zoo. */
public final class Bench {
  private Bench() {}

  /** Runs the rules for operators. */
  public static List<RuleOutcome> operators(
      List<? extends ForwardOperator> operators, List<? extends Likelihood> likelihoods) {
    return Subjects.check(new Subjects.Operators(operators, likelihoods));
  }
}
