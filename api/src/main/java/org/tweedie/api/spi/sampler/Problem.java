package org.tweedie.api.spi.sampler;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.prior.Prior;

/**
 * A likelihood and a prior in the prior's units: the posterior {@code p(x | y) ∝ p(x) p(y | A(x))}.
 * A blind problem has unknown parameters beside the image, each with a prior of its own. Immutable.
 */
public final class Problem {
  private final Likelihood likelihood;
  private final Prior prior;
  private final List<Unknown> unknowns;

  private Problem(Likelihood likelihood, Prior prior, List<Unknown> unknowns) {
    this.likelihood = likelihood;
    this.prior = prior;
    this.unknowns = unknowns;
  }

  /**
   * A problem.
   *
   * @param likelihood operator, data and noise model, in the prior's units
   * @param prior the prior of the image
   * @throws ShapeMismatchException if the prior does not serve the operator's images
   */
  public static Problem of(Likelihood likelihood, Prior prior) {
    Space image = likelihood.operator().domain();
    if (!prior.card().accepts(image)) {
      throw new ShapeMismatchException(
          "the operator's images are " + image,
          prior.card().spacesInWords() + " by the prior " + prior.card().name(),
          "choose a prior that serves them");
    }
    return new Problem(likelihood, prior, List.of());
  }

  /**
   * The same with unknown parameters.
   *
   * @param parameters some of those of the likelihood's {@link Parametric}, each once
   * @throws InvalidInputException if the likelihood has no such parameter, or one is given twice
   */
  public Problem with(List<Unknown> parameters) {
    List<String> there =
        likelihood
            .capability(Parametric.class)
            .map(p -> p.parameters().stream().map(q -> q.name()).toList())
            .orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (Unknown u : parameters) {
      if (!seen.add(u.parameter().name())) {
        throw new InvalidInputException(
            "the unknown parameter '" + u.parameter().name() + "' is given twice",
            "give it one prior");
      }
      if (!there.contains(u.parameter().name())) {
        throw new InvalidInputException(
            "the operator has no unknown parameter '" + u.parameter().name() + "'",
            there.isEmpty()
                ? "leave it out: this operator has none"
                : "choose one of " + String.join(", ", there));
      }
    }
    return new Problem(likelihood, prior, List.copyOf(parameters));
  }

  /** Operator, data and noise model. */
  public Likelihood likelihood() {
    return likelihood;
  }

  /** The prior of the image. */
  public Prior prior() {
    return prior;
  }

  /** The unknown parameters; none unless the problem is blind. */
  public List<Unknown> unknowns() {
    return unknowns;
  }

  /** The space of the images. */
  public Space space() {
    return likelihood.operator().domain();
  }
}
