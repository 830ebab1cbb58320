package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Curvature;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.Parametric;
import org.tweedie.api.spi.operator.PoissonLikelihood;
import org.tweedie.engine.Toys;

/** Likelihoods in the prior's units keep what they are: noise, parts, curvature, parameters. */
class PreparedLikelihoodTest {
  private static final Space REAL = Space.real(2, 3);
  private static final Space COMPLEX = Space.complex(2, 3);
  private static final double SIGMA = 0.4;

  /** The identity, a gain, a gain and an offset, and both kinds of change between the scalars. */
  private static final List<Alignment> ALIGNMENTS =
      List.of(
          new Alignment(1, 0, REAL, REAL),
          new Alignment(2.5, 0, REAL, REAL),
          new Alignment(2.5, -0.75, REAL, REAL),
          new Alignment(2.5, 0, COMPLEX, COMPLEX),
          new Alignment(2.5, 0, REAL, COMPLEX),
          new Alignment(2.5, 0, COMPLEX, REAL));

  private final Meter meter = new Meter("p");

  private PreparedLikelihood prepared(Likelihood l, Alignment t) {
    return new PreparedLikelihood(l, t, meter);
  }

  private static Field random(Space space, int seed, double scale) {
    return Toys.random(space, seed).scale(scale);
  }

  private static <C extends Capability> C of(Likelihood l, Class<C> type) {
    return l.capability(type).orElseThrow();
  }

  private static void assertClose(Field expected, Field actual, double tolerance) {
    double error = actual.copy().subtract(expected).norm();
    assertTrue(error <= tolerance * (1e-30 + expected.norm()), error + " of " + expected);
  }

  // --- whitened noise ----------------------------------------------------------------------------

  /** A level a sample: 0.1, 0.2, 0.4, 0.8, … */
  private static GaussianLikelihood uneven(Space space) {
    Field deviations = Field.zeros(space);
    for (int i = 0; i < deviations.data().length; i++) {
      deviations.data()[i] = 0.1f * (1 << (i % 4));
    }
    return GaussianLikelihood.of(Toys.Diagonal.on(space), random(space, 1, 2), deviations);
  }

  /** One operator and one measurement, whichever way a sampler comes by them. */
  @Test
  void whatALinearGaussianShowsIsTheLikelihoodsOwn() {
    for (Alignment t : ALIGNMENTS) {
      for (Likelihood l :
          List.of(
              uneven(t.data()),
              new GaussianLikelihood(Toys.Diagonal.on(t.data()), random(t.data(), 1, 2), SIGMA))) {
        PreparedLikelihood p = prepared(l, t);
        LinearGaussian g = of(p, LinearGaussian.class);
        assertSame(p.operator(), g.operator());
        assertSame(p.data(), g.data());
        assertSame(p.operator(), of(p, GaussianNoise.class).operator());
        assertSame(p.data(), of(p, GaussianNoise.class).data());
        assertEquals(g.sigma(), of(p, GaussianNoise.class).sigma());
        // And they mean the same as the likelihood itself.
        Field x = random(t.prior(), 2, 1);
        Field z = p.operator().apply(x);
        Field expected = g.data().copy().subtract(z).scale(1 / (g.sigma() * g.sigma()));
        assertClose(expected, p.gradient(z), 1e-5);
      }
    }
  }

  /** The posterior of N(0, 1) and of levels 0.1, 0.2, … in closed form, by a solve. */
  @Test
  void thePosteriorOfUnevenNoiseIsThatOfEachLevel() {
    PreparedLikelihood p = prepared(uneven(REAL), new Alignment(2.5, 0, REAL, REAL));
    LinearGaussian g = of(p, LinearGaussian.class);
    double s2 = g.sigma() * g.sigma();
    Field mean =
        g.operator()
            .capability(NormalSolve.class)
            .orElseThrow()
            .solve(NormalSystem.of(s2, g.operator().adjoint(g.data())))
            .x();
    Field y = random(REAL, 1, 2);
    for (int i = 0; i < 6; i++) {
      double a = 2.5 * (1 + 0.5 * (i % 3));
      double s = 0.1 * (1 << (i % 4));
      assertEquals(a * y.data()[i] / (a * a + s * s), mean.data()[i], 1e-5);
    }
  }

  @Test
  void theJacobianTakesADensityBackToTheDataAsTheyWereMeasured() {
    for (Alignment t : ALIGNMENTS) {
      for (GaussianLikelihood l :
          List.of(
              uneven(t.data()),
              new GaussianLikelihood(Toys.Diagonal.on(t.data()), random(t.data(), 1, 2), SIGMA))) {
        PreparedLikelihood p = prepared(l, t);
        Field x = random(t.prior(), 2, 1);
        double direct = l.logDensity(l.operator().apply(t.toData(x)));
        double aligned = p.logDensity(p.operator().apply(x)) + p.logJacobian();
        assertEquals(direct, aligned, 1e-4 * Math.abs(direct));
      }
      Likelihood opaque =
          new Toys.Opaque(
              new GaussianLikelihood(Toys.Diagonal.on(t.data()), random(t.data(), 1, 2), 1));
      assertEquals(0, prepared(opaque, t).logJacobian());
      assertTrue(prepared(opaque, t).capability(LinearGaussian.class).isEmpty());
    }
  }

  // --- nonlinear operators -----------------------------------------------------------------------

  /** {@code x ↦ |x|²} of each element: real measurements of real or complex images. */
  private record Intensity(Space domain) implements ForwardOperator {
    @Override
    public Space range() {
      return domain.with(Scalar.REAL);
    }

    @Override
    public Field apply(Field x) {
      Field z = Field.zeros(range());
      int c = domain.scalar().components();
      for (int i = 0; i < x.data().length; i++) {
        z.data()[i / c] += x.data()[i] * x.data()[i];
      }
      return z;
    }

    @Override
    public Linearization<Field> linearize(Field x) {
      int c = domain.scalar().components();
      return Linearization.of(
          apply(x),
          v -> {
            Field out = Field.zeros(range());
            for (int i = 0; i < x.data().length; i++) {
              out.data()[i / c] += 2 * x.data()[i] * v.data()[i];
            }
            return out;
          },
          u -> {
            Field out = Field.zeros(domain);
            for (int i = 0; i < x.data().length; i++) {
              out.data()[i] = 2 * x.data()[i] * u.data()[i / c];
            }
            return out;
          });
    }
  }

  @Test
  void sigmaIsKeptForANonlinearOperator() {
    for (Alignment t : ALIGNMENTS) {
      Intensity a = new Intensity(t.data());
      Field y = random(a.range(), 1, 3);
      PreparedLikelihood p = prepared(new GaussianLikelihood(a, y, SIGMA), t);
      GaussianNoise g = of(p, GaussianNoise.class);
      assertTrue(p.capability(LinearGaussian.class).isEmpty());
      assertFalse(g instanceof LinearGaussian);
      assertEquals(SIGMA, g.sigma());
      assertSame(p.operator(), g.operator());
      assertArrayEquals(y.data(), g.data().data());
      Field x = random(t.prior(), 2, 1);
      assertClose(a.apply(t.toData(x)), g.operator().apply(x), 1e-6);
      // The Fisher information is 1/σ² of the data's own units.
      Field v = random(a.range(), 3, 1);
      assertClose(v.copy().scale(1 / (SIGMA * SIGMA)), of(p, Curvature.class).product(y, v), 1e-6);
      assertEquals(p.dataFit(y), 0);
      assertGradient(p, x);
    }
  }

  @Test
  void countsKeepTheirLawAndTheirCurvature() {
    for (Alignment t : ALIGNMENTS) {
      Intensity a = new Intensity(t.data());
      Field x = random(t.prior(), 2, 1);
      Field expected = a.apply(t.toData(x));
      Field background = Field.zeros(a.range()).fill(2);
      PoissonLikelihood empty = PoissonLikelihood.of(a, Field.zeros(a.range()), background);
      Field y = empty.draw(expected, new CounterNoise(4), 0, 0, Purpose.of("y"));
      PreparedLikelihood p = prepared(PoissonLikelihood.of(a, y, background), t);
      assertTrue(p.capability(GaussianNoise.class).isEmpty());
      Field v = random(a.range(), 3, 1);
      Field c = of(p, Curvature.class).product(expected, v);
      for (int i = 0; i < c.data().length; i++) {
        assertEquals(v.data()[i] / (expected.data()[i] + 2), c.data()[i], 1e-5);
      }
      assertArrayEquals(
          y.data(), p.draw(expected, new CounterNoise(4), 0, 0, Purpose.of("y")).data());
      assertGradient(p, x);
    }
  }

  /** The gradient through operator and alignment against differences, and jvp against vjp. */
  private static void assertGradient(Likelihood l, Field x) {
    Field v = random(x.space(), 7, 1);
    Field u = random(l.operator().range(), 8, 1);
    double slope;
    try (Linearization<Field> a = l.operator().linearize(x)) {
      slope = a.vjp(l.gradient(a.value())).dot(v);
      double one = a.jvp(v).dot(u);
      assertEquals(one, v.dot(a.vjp(u)), 1e-4 * (1 + Math.abs(one)));
    }
    double h = 2e-3;
    double up = l.logDensity(l.operator().apply(x.copy().axpy(h, v)));
    double down = l.logDensity(l.operator().apply(x.copy().axpy(-h, v)));
    assertEquals((up - down) / (2 * h), slope, 5e-3 * (1 + Math.abs(slope)));
  }

  // --- ordered subsets ---------------------------------------------------------------------------

  /** Every count-th measurement, from an offset. */
  private static LinearOperator every(Space space, int offset, int count) {
    int n = (space.size() - offset + count - 1) / count;
    Space part = Space.of(space.scalar(), n);
    int c = space.scalar().components();
    return new LinearOperator() {
      @Override
      public Space domain() {
        return space;
      }

      @Override
      public Space range() {
        return part;
      }

      @Override
      public Field apply(Field x) {
        Field out = Field.zeros(part);
        for (int i = 0; i < out.data().length; i++) {
          out.data()[i] = x.data()[(i / c * count + offset) * c + i % c];
        }
        return out;
      }

      @Override
      public Field adjoint(Field u) {
        Field out = Field.zeros(space);
        for (int i = 0; i < u.data().length; i++) {
          out.data()[(i / c * count + offset) * c + i % c] = u.data()[i];
        }
        return out;
      }
    };
  }

  private static OrderedSubsets split(GaussianLikelihood l) {
    return OrderedSubsets.of(
        3,
        count -> {
          List<Likelihood> parts = new ArrayList<>();
          for (int k = 0; k < count; k++) {
            LinearOperator part = every(l.operator().range(), k, count);
            parts.add(
                new GaussianLikelihood(
                    Operators.compose(part, l.operator()), part.apply(l.data()), l.sigma()));
          }
          return parts;
        });
  }

  private static OrderedSubsets split(PoissonLikelihood l) {
    return OrderedSubsets.of(
        3,
        count -> {
          List<Likelihood> parts = new ArrayList<>();
          for (int k = 0; k < count; k++) {
            LinearOperator part = every(l.operator().range(), k, count);
            parts.add(
                PoissonLikelihood.of(
                    Operators.compose(part, l.operator()),
                    part.apply(l.data()),
                    part.apply(l.background())));
          }
          return parts;
        });
  }

  @Test
  void theLogDensitiesOfSubsetsSumToTheWhole() {
    for (Alignment t : ALIGNMENTS) {
      GaussianLikelihood linear =
          new GaussianLikelihood(Toys.Diagonal.on(t.data()), random(t.data(), 1, 2), SIGMA);
      Intensity a = new Intensity(t.data());
      GaussianLikelihood nonlinear = new GaussianLikelihood(a, random(a.range(), 1, 2), SIGMA);
      Field counts = Field.zeros(a.range()).fill(3);
      PoissonLikelihood poisson = PoissonLikelihood.of(a, counts, Field.zeros(a.range()).fill(0.5));
      assertSum(prepared(linear.with(split(linear)), t), t);
      assertSum(prepared(nonlinear.with(split(nonlinear)), t), t);
      assertSum(prepared(poisson.with(split(poisson)), t), t);
    }
  }

  private static void assertSum(PreparedLikelihood whole, Alignment t) {
    OrderedSubsets s = of(whole, OrderedSubsets.class);
    assertEquals(3, s.most());
    Field x = random(t.prior(), 2, 1);
    Field moved = random(t.prior(), 5, 1);
    for (int count = 1; count <= 3; count++) {
      List<Likelihood> parts = s.subsets(count);
      assertEquals(count, parts.size());
      double constant = whole.logDensity(whole.operator().apply(x));
      double difference = whole.logDensity(whole.operator().apply(moved));
      Field gradient = Field.zeros(t.prior());
      for (Likelihood l : parts) {
        assertEquals(
            whole.capability(LinearGaussian.class).isPresent(),
            l.capability(LinearGaussian.class).isPresent());
        constant -= l.logDensity(l.operator().apply(x));
        difference -= l.logDensity(l.operator().apply(moved));
        try (Linearization<Field> a = l.operator().linearize(x)) {
          gradient.add(a.vjp(l.gradient(a.value())));
        }
        assertGradient(l, x);
      }
      assertEquals(constant, difference, 1e-3);
      try (Linearization<Field> a = whole.operator().linearize(x)) {
        assertClose(a.vjp(whole.gradient(a.value())), gradient, 1e-4);
      }
    }
    assertThrows(InvalidInputException.class, () -> s.subsets(4));
    assertThrows(InvalidInputException.class, () -> s.subsets(0));
  }

  // --- unknown parameters ------------------------------------------------------------------------

  private static Map<String, Field> values(Gains b, double gain) {
    Field phi = b.parameters().get(0).start().copy().scale(gain);
    phi.data()[1] += 0.3f;
    return Map.of("gains", phi);
  }

  /** Derivatives in image and parameter, through gain, offset and change of scalars. */
  @Test
  void derivativesInImageAndParametersAgreeWithDifferences() {
    for (Alignment t : ALIGNMENTS) {
      Gains blind = Gains.on(t.data(), Domain.any());
      PreparedLikelihood whole = prepared(blind, t);
      Parametric p = of(whole, Parametric.class);
      assertEquals("gains", p.parameters().get(0).name());
      Map<String, Field> values = values(blind, 1.2);
      Field x = random(t.prior(), 2, 1);
      Field dx = random(t.prior(), 3, 1);
      Field dphi = random(t.data(), 4, 1);
      double slopeX;
      double slopePhi;
      Counts before = meter.counts();
      try (Parametric.Derivatives d = p.linearize(x, values)) {
        assertClose(blind.at(values).operator().apply(t.toData(x)), d.value(), 1e-6);
        Field g = p.at(values).gradient(d.value());
        slopeX = d.vjpImage(g).dot(dx);
        slopePhi = d.vjp("gains", g).dot(dphi);
      }
      assertEquals(3, meter.counts().minus(before).operatorEvaluations());
      double h = 1e-3;
      assertEquals(
          slope(p, x, x.copy().axpy(h, dx), x.copy().axpy(-h, dx), values, values, h),
          slopeX,
          5e-3 * (1 + Math.abs(slopeX)));
      Field phi = values.get("gains");
      assertEquals(
          slope(
              p,
              x,
              x,
              x,
              Map.of("gains", phi.copy().axpy(h, dphi)),
              Map.of("gains", phi.copy().axpy(-h, dphi)),
              h),
          slopePhi,
          5e-3 * (1 + Math.abs(slopePhi)));
      assertGradient(p.at(values), x);
      // The whole is the one at the start, in the data's units: parameters move A b along.
      assertEquals(0, whole.logJacobian());
      Map<String, Field> start = Map.of("gains", p.parameters().get(0).start());
      Field z = whole.operator().apply(x);
      assertClose(p.at(start).operator().apply(x), z, 1e-6);
      assertEquals(SIGMA, of(whole, GaussianNoise.class).sigma());
    }
  }

  private static double slope(
      Parametric p,
      Field x,
      Field up,
      Field down,
      Map<String, Field> valuesUp,
      Map<String, Field> valuesDown,
      double h) {
    Likelihood u = p.at(valuesUp);
    Likelihood d = p.at(valuesDown);
    return (u.logDensity(u.operator().apply(up)) - d.logDensity(d.operator().apply(down)))
        / (2 * h);
  }

  @Test
  void aBlindOperatorIsAskedOnItsDomainAlone() {
    Alignment t = new Alignment(2.5, -0.75, REAL, REAL);
    Gains blind = Gains.on(REAL, Domain.box(0, 1));
    PreparedLikelihood whole = prepared(blind, t);
    Field x = random(REAL, 2, 5);
    Map<String, Field> values = values(blind, 1);
    try (Parametric.Derivatives d = of(whole, Parametric.class).linearize(x, values)) {
      Field inside = Domain.box(0, 1).project(t.toData(x));
      assertClose(blind.at(values).operator().apply(inside), d.value(), 1e-6);
    }
    assertTrue(meter.projected() > 0);
  }

  @Test
  void derivativesOfParametersAreCheckedBlamedAndClosed() {
    meter.sampler("s");
    Alignment t = ALIGNMENTS.get(0);
    Gains blind = Gains.on(REAL, Domain.any());
    Parametric p = of(prepared(blind, t), Parametric.class);
    Map<String, Field> values = values(blind, 1);
    Field nan = Field.zeros(REAL).fill(Double.NaN);
    Field x = random(REAL, 2, 1);
    assertBlame("the sampler s", () -> p.linearize(nan, values));
    assertBlame("the sampler s", () -> p.linearize(x, Map.of("gains", nan)));
    Field huge = Field.zeros(REAL).fill(Float.MAX_VALUE);
    assertBlame("the operator", () -> p.linearize(huge, Map.of("gains", huge)));
    assertEquals(0, blind.open());
    try (Parametric.Derivatives d = p.linearize(x, values)) {
      Field wrong = Field.zeros(Space.real(6));
      assertThrows(ShapeMismatchException.class, () -> d.vjpImage(wrong));
      assertThrows(ShapeMismatchException.class, () -> d.vjp("gains", wrong));
      assertBlame("the sampler s", () -> d.vjp("gains", nan));
    }
    assertEquals(0, blind.open());
  }

  private static void assertBlame(String who, org.junit.jupiter.api.function.Executable call) {
    assertEquals(who, assertThrows(NumericalFailureException.class, call).culprit());
  }

  // --- the rest ----------------------------------------------------------------------------------

  /** One of a later version of the api, which this engine cannot know. */
  private interface Unheard extends Capability {}

  @Test
  void aCapabilityThatTheDecoratorDoesNotKnowIsAnsweredEmpty() {
    Likelihood l = uneven(REAL);
    assertTrue(prepared(l, ALIGNMENTS.get(0)).capability(Unheard.class).isEmpty());
  }

  @Test
  void measurementsOfAnotherSpaceAreRefused() {
    PreparedLikelihood p = prepared(uneven(REAL), ALIGNMENTS.get(0));
    Field wrong = Field.zeros(Space.real(6));
    assertThrows(ShapeMismatchException.class, () -> p.logDensity(wrong));
    assertThrows(ShapeMismatchException.class, () -> p.gradient(wrong));
    assertThrows(ShapeMismatchException.class, () -> p.dataFit(wrong));
    assertThrows(
        ShapeMismatchException.class,
        () -> p.draw(wrong, new CounterNoise(0), 0, 0, Purpose.of("y")));
    assertThrows(
        ShapeMismatchException.class, () -> of(p, Curvature.class).product(p.data(), wrong));
  }
}
