package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.problem.Meter;
import org.tweedie.engine.problem.Preparation;
import org.tweedie.engine.problem.WatchedPrior;

/**
 * A likelihood and a prior made ready for a sampler: aligned in the prior's units, completed by the
 * capabilities that can be derived, counted, and guarded against values that are not finite.
 *
 * <p>This is what a {@link Session} runs on; programs that make their own likelihood and prior use
 * it directly. Closing the prior is up to whoever made it.
 */
public final class PreparedProblem {
  private final Problem problem;
  private final Alignment alignment;
  private final Meter meter;

  private PreparedProblem(Problem problem, Alignment alignment, Meter meter) {
    this.problem = problem;
    this.alignment = alignment;
    this.meter = meter;
  }

  /**
   * Joins a likelihood and a prior. Of a linear-Gaussian likelihood y and σ are scaled and A is
   * left alone; of any other the operator is composed with the change of units.
   *
   * @param likelihood in the data's units
   * @param prior serves the shape of the operator's images
   * @param scale the value of the image, in the data's units, that corresponds to 1 in a prior
   *     whose images lie in [0, 1]; positive; of no effect if the prior's range is unbounded
   * @throws ShapeMismatchException if the prior does not serve the images
   */
  public static PreparedProblem of(Likelihood likelihood, Prior prior, double scale) {
    Alignment t = align(prior.card(), likelihood.operator().domain(), scale);
    Meter meter = new Meter(prior.card().name());
    Likelihood ready = Preparation.prepare(likelihood, t, meter);
    return new PreparedProblem(
        new Problem(ready, new WatchedPrior(prior, t.prior(), meter)), t, meter);
  }

  /**
   * How images in the data's units and a prior's belong together.
   *
   * @param card of the prior
   * @param image the space of the operator's images
   * @param scale see {@link #of}
   * @throws ShapeMismatchException if the prior serves the shape neither as real nor as complex
   */
  static Alignment align(PriorCard card, Space image, double scale) {
    Scalar other = image.isComplex() ? Scalar.REAL : Scalar.COMPLEX;
    Space space = card.spaces().accepts(image) ? image : image.with(other);
    if (!card.spaces().accepts(space)) {
      throw new ShapeMismatchException(
          "the operator's images are " + image,
          card.spaces() + " by the prior " + card.name(),
          "choose a prior that serves them");
    }
    PriorCard.ValueRange r = card.range();
    if (!r.isBounded()) {
      return new Alignment(1, 0, image, space);
    }
    // A complex image is bounded by its magnitude, which begins at 0 whatever the card says.
    double low = space.isComplex() ? 0 : r.low();
    double gain = scale / (r.high() - low);
    return new Alignment(gain, low == 0 ? 0 : -low * gain, image, space);
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
    List<String> missing = new ArrayList<>();
    for (Requirement r : sampler.requirements()) {
      missing(r).ifPresent(missing::add);
    }
    if (!missing.isEmpty()) {
      throw new UnsupportedProblemException(
          "the sampler " + id + " cannot run on this problem: " + String.join("; ", missing),
          "choose another sampler, or an operator and a prior that have what it needs");
    }
  }

  private Optional<String> missing(Requirement r) {
    Capable owner =
        switch (r.of()) {
          case LIKELIHOOD -> problem.likelihood();
          case OPERATOR -> operator();
          case PRIOR -> problem.prior();
        };
    String name =
        switch (r.of()) {
          case LIKELIHOOD -> "the likelihood";
          case OPERATOR -> "the operator";
          case PRIOR -> "the prior " + problem.prior().card().name();
        };
    Optional<? extends Capability> found = owner.capability(r.type());
    if (found.isEmpty()) {
      return Optional.of(name + " lacks " + r.type().getSimpleName() + " (" + r.reason() + ")");
    }
    if (r.exactOnly() && !accuracy(found.get(), r.type()).isExact()) {
      return Optional.of(
          name
              + " has "
              + r.type().getSimpleName()
              + " only by iteration, and it must be exact ("
              + r.reason()
              + ")");
    }
    return Optional.empty();
  }

  /** The operator that structure is asked of: whitened, where the likelihood whitens. */
  private Capable operator() {
    return problem
        .likelihood()
        .capability(LinearGaussian.class)
        .<Capable>map(LinearGaussian::operator)
        .orElseGet(() -> problem.likelihood().operator());
  }

  private static Accuracy accuracy(Capability c, Class<? extends Capability> type) {
    if (type == NormalSolve.class) {
      return ((NormalSolve) c).accuracy();
    } else if (type == PseudoInverse.class) {
      return ((PseudoInverse) c).accuracy();
    } else if (type == NormBound.class) {
      return ((NormBound) c).accuracy();
    }
    return Accuracy.EXACT;
  }

  /** Checks a sample: finite, in the prior's space. */
  Field checked(Field sample) {
    return meter.result(sample.require(problem.space(), "a sample"));
  }
}
