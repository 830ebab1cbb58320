package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.Unknown;

/**
 * A likelihood and priors made ready for a sampler: aligned in the prior's units, completed by the
 * capabilities that can be derived, counted, and guarded against values that are not finite.
 *
 * <p>This is what a session runs on; programs that make their own likelihood and prior use it
 * directly. It belongs to the thread that makes it. Closing the priors is up to whoever made them.
 */
public final class PreparedProblem {
  /** Images that go through a prior at once unless another limit is set. */
  public static final int DEFAULT_BATCH_LIMIT = 8;

  private final Problem problem;
  private final PreparedLikelihood likelihood;
  private final Alignment alignment;
  private final Meter meter;
  private final List<Levels> levels;

  private PreparedProblem(
      Problem problem,
      PreparedLikelihood likelihood,
      Alignment alignment,
      Meter meter,
      List<Levels> levels) {
    this.problem = problem;
    this.likelihood = likelihood;
    this.alignment = alignment;
    this.meter = meter;
    this.levels = levels;
  }

  /**
   * Joins a likelihood and a prior. Of a linear-Gaussian likelihood y and σ are scaled and A is
   * left alone; of any other the operator is composed with the change of units.
   *
   * @param likelihood in the data's units
   * @param prior serves the shape of the operator's images
   * @param scale the value of the image, in the data's units, that corresponds to 1 in a prior
   *     whose images lie in [0, 1]; positive; of no effect if the prior's range is unbounded
   * @throws org.tweedie.api.error.ShapeMismatchException if the prior does not serve the images
   */
  public static PreparedProblem of(Likelihood likelihood, Prior prior, double scale) {
    Alignment t = Alignment.of(prior.card(), likelihood.operator().domain(), scale);
    return of(likelihood, prior, t, Map.of(), DEFAULT_BATCH_LIMIT);
  }

  /**
   * Joins a measurement and its priors.
   *
   * @param measurement likelihood, scale and units
   * @param prior of the image
   * @param unknowns priors of unknown parameters, by their names, in the parameters' units
   * @param batchLimit the largest number of images that a prior sees at once, at least 1
   * @throws org.tweedie.api.error.TweedieException if the prior does not serve the images or knows
   *     them in another unit, or there is no such parameter
   */
  public static PreparedProblem of(
      Measurement measurement, Prior prior, Map<String, Prior> unknowns, int batchLimit) {
    Alignment t = alignment(prior.card(), measurement);
    return of(measurement.likelihood(), prior, t, unknowns, batchLimit);
  }

  /**
   * How the images of a measurement and a prior's belong together.
   *
   * @throws org.tweedie.api.error.TweedieException like {@link #of}
   */
  public static Alignment alignment(PriorCard card, Measurement measurement) {
    return Alignment.of(card, measurement);
  }

  /**
   * The space in which a prior with this alignment is to be made: a slice of its images, or all.
   */
  public static Space priorSpace(PriorCard card, Alignment t) {
    return SlicedPrior.serves(card, t.prior())
        ? SlicedPrior.slice(card, t.prior()).orElseThrow()
        : t.prior();
  }

  private static PreparedProblem of(
      Likelihood likelihood, Prior prior, Alignment t, Map<String, Prior> unknowns, int limit) {
    Meter meter = new Meter(prior.card().name());
    PreparedLikelihood ready = new PreparedLikelihood(likelihood, t, meter);
    List<Levels> levels = new ArrayList<>();
    levels.add(new Levels(prior.card(), meter));
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    ready
        .capability(Parametric.class)
        .ifPresent(p -> p.parameters().forEach(q -> parameters.put(q.name(), q)));
    List<Unknown> ofProblem = new ArrayList<>();
    for (Map.Entry<String, Prior> u : unknowns.entrySet()) {
      Parameter p = parameters.get(u.getKey());
      if (p == null) {
        throw new UnsupportedProblemException(
            "the operator has no unknown parameter '" + u.getKey() + "'",
            parameters.isEmpty()
                ? "leave it out: this operator has none"
                : "choose one of " + String.join(", ", parameters.keySet()));
      }
      Meter own = meter.beside(u.getValue().card().name());
      ofProblem.add(Unknown.of(p, PreparedPrior.of(u.getValue(), p.space(), own, limit)));
      levels.add(new Levels(u.getValue().card(), own));
    }
    Problem problem =
        Problem.of(ready, PreparedPrior.of(prior, t.prior(), meter, limit)).with(ofProblem);
    return new PreparedProblem(problem, ready, t, meter, levels);
  }

  /** The problem, in the prior's units. */
  public Problem problem() {
    return problem;
  }

  /** How the data's units and the prior's belong together. */
  public Alignment alignment() {
    return alignment;
  }

  /** Work done through {@link #problem()} so far. */
  public Counts counts() {
    return meter.counts();
  }

  /** Time of this thread spent in prior and operator so far, out of a total. */
  public Timing timing(double total) {
    return new Timing(meter.seconds(Meter.Part.PRIOR), meter.seconds(Meter.Part.OPERATOR), total);
  }

  /** What is to be added to a log-evidence in the prior's units to have it in the data's. */
  public double logJacobian() {
    return likelihood.logJacobian();
  }

  Meter meter() {
    return meter;
  }

  /**
   * Checks what a sampler requires.
   *
   * @param id names the sampler in the message
   * @param sampler the sampler
   * @throws UnsupportedProblemException naming everything that is missing
   */
  public void require(String id, Sampler sampler) {
    String missing =
        sampler.requirements().stream()
            .filter(r -> !r.isMetBy(problem))
            .map(this::missing)
            .collect(Collectors.joining("; "));
    if (!missing.isEmpty()) {
      throw new UnsupportedProblemException(
          "the sampler " + id + " cannot run on this problem: " + missing,
          "choose another sampler, or an operator and a prior that have what it needs");
    }
  }

  private String missing(Requirement r) {
    String owner =
        r.of() == Requirement.Owner.PRIOR
            ? "the prior " + problem.prior().card().name()
            : "the " + r.of().name().toLowerCase(Locale.ROOT);
    return owner
        + " lacks "
        + r.types().stream().map(Class::getSimpleName).collect(Collectors.joining(" or "))
        + " ("
        + r.reason()
        + ")";
  }

  /** What the runs on this problem did that the user should know. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    levels.forEach(l -> l.finding().ifPresent(all::add));
    if (meter.projected() > 0) {
      all.add(
          Finding.warning(
              "domain",
              "images left the domain of the operator in "
                  + meter.projected()
                  + " components over the whole run and were projected onto it"));
    }
    return all;
  }
}
