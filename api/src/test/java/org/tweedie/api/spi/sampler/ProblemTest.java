package org.tweedie.api.spi.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.operator.Curvature;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/** Problems, their unknown parameters, and what methods require of them. */
class ProblemTest {
  private static final Space IMAGE = Space.real(2);
  private static final Space KERNEL = Space.real(3);
  private static final Likelihood LIKELIHOOD =
      new GaussianLikelihood(Operators.identity(IMAGE), Field.zeros(IMAGE), 1);
  private static final Parameter BLUR = Parameter.of("blur", Field.zeros(KERNEL), "the kernel");
  private static final Parameter ANGLE = Parameter.of("angle", Field.zeros(KERNEL), "in degrees");

  /** A prior of vectors of one length, with a denoiser that halves. */
  private static final class Halving implements Prior, Denoiser {
    private final PriorCard card;

    Halving(int length) {
      card = PriorCard.builder("halving", SpacePattern.of(Scalar.REAL, length)).build();
    }

    @Override
    public PriorCard card() {
      return card;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return batch.stream().map(u -> u.copy().scale(0.5)).toList();
    }

    @Override
    public void close() {}
  }

  /** A likelihood that has these parameters. */
  private record Blind(Likelihood known, List<Parameter> parameters)
      implements Likelihood, Parametric {
    Blind {
      parameters = List.copyOf(parameters);
    }

    @Override
    public ForwardOperator operator() {
      return known.operator();
    }

    @Override
    public Field data() {
      return known.data();
    }

    @Override
    public double logDensity(Field z) {
      return known.logDensity(z);
    }

    @Override
    public Field gradient(Field z) {
      return known.gradient(z);
    }

    @Override
    public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
      return known.draw(z, noise, chain, step, purpose);
    }

    @Override
    public double dataFit(Field z) {
      return known.dataFit(z);
    }

    @Override
    public Likelihood at(Map<String, Field> values) {
      return known;
    }

    @Override
    public Derivatives linearize(Field x, Map<String, Field> values) {
      throw new AssertionError("nobody asks here");
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == Parametric.class ? Optional.of(type.cast(this)) : known.capability(type);
    }
  }

  @Test
  void aProblemJoinsWhatBelongsTogether() {
    Prior prior = new Halving(2);
    Problem p = Problem.of(LIKELIHOOD, prior);
    assertSame(LIKELIHOOD, p.likelihood());
    assertSame(prior, p.prior());
    assertEquals(IMAGE, p.space());
    assertEquals(List.of(), p.unknowns());
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> Problem.of(LIKELIHOOD, new Halving(3)));
    assertTrue(e.getMessage().contains("real 2, expected real 3 by the prior halving"));
  }

  @Test
  void unknownsAreParametersOfTheLikelihood() {
    Problem p = Problem.of(new Blind(LIKELIHOOD, List.of(BLUR, ANGLE)), new Halving(2));
    Unknown blur = Unknown.of(BLUR, new Halving(3));
    Unknown angle = Unknown.of(ANGLE, new Halving(3));
    Problem blind = p.with(List.of(blur, angle));
    assertEquals(List.of(blur, angle), blind.unknowns());
    assertSame(p.prior(), blind.prior());
    assertEquals(List.of(), p.unknowns());
    assertEquals(List.of(angle), p.with(List.of(angle)).unknowns());
    assertSame(BLUR, blur.parameter());
  }

  @Test
  void whatIsNoUnknownIsRefused() {
    Problem p = Problem.of(new Blind(LIKELIHOOD, List.of(BLUR)), new Halving(2));
    Unknown blur = Unknown.of(BLUR, new Halving(3));
    Unknown angle = Unknown.of(ANGLE, new Halving(3));
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> p.with(List.of(angle)));
    assertTrue(e.getMessage().contains("'angle'; choose one of blur"), e.getMessage());
    e = assertThrows(InvalidInputException.class, () -> p.with(List.of(blur, blur)));
    assertTrue(e.getMessage().contains("'blur' is given twice"), e.getMessage());
    Problem known = Problem.of(LIKELIHOOD, new Halving(2));
    e = assertThrows(InvalidInputException.class, () -> known.with(List.of(blur)));
    assertTrue(e.getMessage().contains("this operator has none"), e.getMessage());
    assertThrows(ShapeMismatchException.class, () -> Unknown.of(BLUR, new Halving(2)));
  }

  @Test
  void aRequirementIsMetByItsOwnersCapability() {
    Problem p = Problem.of(LIKELIHOOD, new Halving(2));
    assertTrue(Requirement.likelihood(LinearGaussian.class, "y = Ax + σn").isMetBy(p));
    assertTrue(Requirement.operator(NormBound.class, "the step").isMetBy(p));
    assertTrue(Requirement.prior(Denoiser.class, "the score").isMetBy(p));
    // The capability is there, but of another owner.
    assertFalse(Requirement.operator(LinearGaussian.class, "y = Ax + σn").isMetBy(p));
    assertFalse(Requirement.likelihood(NormBound.class, "the step").isMetBy(p));
    assertFalse(Requirement.likelihood(Denoiser.class, "the score").isMetBy(p));
    assertFalse(Requirement.prior(Generator.class, "latents").isMetBy(p));
  }

  @Test
  void anyOfSeveralCapabilitiesWillDo() {
    Problem p = Problem.of(LIKELIHOOD, new Halving(2));
    Requirement none = Requirement.likelihood(OrderedSubsets.class, "parts").or(Parametric.class);
    assertFalse(none.isMetBy(p));
    Requirement last = none.or(GaussianNoise.class);
    assertTrue(last.isMetBy(p));
    assertFalse(none.isMetBy(p));
    assertTrue(Requirement.likelihood(Curvature.class, "step").or(Parametric.class).isMetBy(p));
    assertEquals(
        List.of(OrderedSubsets.class, Parametric.class, GaussianNoise.class), last.types());
    assertEquals("parts", last.reason());
    assertEquals(Requirement.Owner.LIKELIHOOD, last.of());
    assertEquals(Requirement.Owner.OPERATOR, Requirement.operator(NormalSolve.class, "solve").of());
  }

  @Test
  void aPlainSamplerIsItsParts() {
    Requirement needs = Requirement.prior(Denoiser.class, "the score");
    Exactness exact = Exactness.exactInLimit("with many steps").affine(true);
    Kernel kernel =
        new Kernel() {
          @Override
          public long steps() {
            return 3;
          }

          @Override
          public State init(Bench bench) {
            return State.empty();
          }

          @Override
          public State step(Bench bench, State state) {
            return state;
          }

          @Override
          public List<ChainResult> result(State state) {
            return List.of();
          }
        };
    Sampler s = Sampler.of(exact, List.of(needs), problem -> kernel);
    assertSame(exact, s.exactness());
    assertEquals(List.of(needs), s.requirements());
    assertEquals(1, s.samplesPerChain());
    assertSame(kernel, s.kernel(Problem.of(LIKELIHOOD, new Halving(2))));
    assertFalse(kernel.done(State.empty(), 2));
    assertTrue(kernel.done(State.empty(), 3));
    assertEquals(
        List.of(true, false, false, false),
        Stream.of(
                exact,
                exact.affine(false),
                Exactness.biased("by σ"),
                Exactness.pointEstimate("the mode"))
            .map(Exactness::affine)
            .toList());
  }
}
