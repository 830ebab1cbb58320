package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.UnitScale;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.Toys;

/** The posterior of the aligned problem, brought back, is the posterior in the data's units. */
class AlignmentTest {
  private static final double MEAN = 0.4;
  private static final double SIGMA = 30;

  private static PriorCard card(double low, double high, Scalar... kinds) {
    SpacePattern spaces =
        kinds.length == 2 ? SpacePattern.eitherScalar(3, 4) : SpacePattern.of(kinds[0], 3, 4);
    PriorCard.Builder b = PriorCard.builder("p", spaces).sigma(0, 10);
    return Double.isInfinite(low) ? b.build() : b.range(PriorCard.ValueRange.of(low, high)).build();
  }

  private static Field random(Space space, int seed, double scale) {
    return Toys.random(space, seed).scale(scale);
  }

  private static PreparedProblem prepared(Likelihood l, PriorCard card, double scale) {
    return PreparedProblem.of(l, new Toys.GaussianPrior(card, MEAN), scale);
  }

  /** Component-wise: prior N(gain·0.4 + offset, gain²) in the data's units, y = a x + 30 n. */
  private static void assertPosterior(
      Space space, PriorCard card, double scale, double gain, double offset) {
    Field y = random(space, 1, 100);
    Toys.Diagonal a = Toys.Diagonal.on(space);
    PreparedProblem p = prepared(new GaussianLikelihood(a, y, SIGMA), card, scale);
    assertEquals(gain, p.alignment().gain(), 1e-12);
    assertEquals(offset, p.alignment().offset(), 1e-12);
    LinearGaussian l = p.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
    // In the prior's units: precision a²/σ² + 1, natural mean a y/σ² + μ.
    Field natural = l.operator().adjoint(l.data()).scale(1 / (l.sigma() * l.sigma()));
    for (int i = 0; i < natural.data().length; i++) {
      natural.data()[i] += (float) MEAN;
    }
    double s2 = l.sigma() * l.sigma();
    Field mean =
        p.problem()
            .likelihood()
            .operator()
            .capability(NormalSolve.class)
            .orElseThrow()
            .solve(NormalSystem.of(s2, natural.scale(s2)))
            .x();
    Field back = p.alignment().toData(mean);
    for (int i = 0; i < back.data().length; i++) {
      double ai = a.a().data()[i];
      double priorMean = gain * MEAN + offset;
      double precision = ai * ai / (SIGMA * SIGMA) + 1 / (gain * gain);
      double expected =
          (ai * y.data()[i] / (SIGMA * SIGMA) + priorMean / (gain * gain)) / precision;
      assertEquals(expected, back.data()[i], 1e-4 * (1 + Math.abs(expected)));
    }
    // The standard deviation scales by the gain alone.
    double inPrior = 1 / Math.sqrt(1 / s2 + 1);
    double inData = 1 / Math.sqrt(1 / (SIGMA * SIGMA) + 1 / (gain * gain));
    assertEquals(inData, gain * inPrior, 1e-9 * inData);
  }

  @Test
  void aBoundedComplexPriorScalesDataAndNoise() {
    assertPosterior(Space.complex(3, 4), card(0, 1, Scalar.COMPLEX), 250, 250, 0);
    assertPosterior(Space.complex(3, 4), card(0, 2, Scalar.COMPLEX), 250, 125, 0);
    // A magnitude begins at 0, whatever a card says of components.
    assertPosterior(Space.complex(3, 4), card(-1, 1, Scalar.COMPLEX), 250, 250, 0);
  }

  @Test
  void aRealPriorOnMinusOneToOneIsShiftedToo() {
    assertPosterior(Space.real(3, 4), card(-1, 1, Scalar.REAL), 250, 125, 125);
    assertPosterior(Space.real(3, 4), card(0, 255, Scalar.REAL), 255, 1, 0);
  }

  @Test
  void anUnboundedPriorTakesDataAsTheyAre() {
    double inf = Double.POSITIVE_INFINITY;
    Scalar[] both = {Scalar.REAL, Scalar.COMPLEX};
    assertPosterior(Space.complex(3, 4), card(-inf, inf, both), 250, 1, 0);
  }

  @Test
  void theImagesGoThereAndBack() {
    Alignment t = prepared(likelihood(Space.real(3, 4)), card(-1, 1, Scalar.REAL), 250).alignment();
    Field x = random(Space.real(3, 4), 5, 100);
    Field back = t.toData(t.toPrior(x));
    assertTrue(back.subtract(x).norm() < 1e-4 * x.norm());
    assertEquals(-1, t.toPrior(Field.zeros(Space.real(3, 4))).data()[0], 1e-6);
  }

  private static Likelihood likelihood(Space space) {
    return new GaussianLikelihood(Toys.Diagonal.on(space), random(space, 1, 100), SIGMA);
  }

  @Test
  void anyOtherLikelihoodIsComposedAndItsGradientIsThatOfTheComposition() {
    Space real = Space.real(3, 4);
    Space complex = Space.complex(3, 4);
    assertGradient(real, card(-1, 1, Scalar.REAL));
    assertGradient(real, card(0, 1, Scalar.COMPLEX));
    assertGradient(complex, card(0, 1, Scalar.COMPLEX));
    assertGradient(complex, card(-1, 1, Scalar.REAL));
  }

  private static void assertGradient(Space image, PriorCard card) {
    Likelihood inner = new Toys.Opaque(likelihood(image));
    PreparedProblem p = prepared(inner, card, 250);
    Likelihood l = p.problem().likelihood();
    Space space = p.problem().space();
    Field x = random(space, 3, 0.3);
    Field v = random(space, 4, 1);
    // The density of the composition is that of the likelihood at the image in the data's units.
    double direct = inner.logDensity(inner.operator().apply(p.alignment().toData(x)));
    assertEquals(direct, l.logDensity(l.operator().apply(x)), 1e-5 * Math.abs(direct));
    double slope;
    try (var lin = l.operator().linearize(x)) {
      slope = lin.vjp(l.gradient(lin.value())).dot(v);
      Field u = random(l.operator().range(), 6, 1);
      assertEquals(lin.jvp(v).dot(u), v.dot(lin.vjp(u)), 1e-3 * lin.jvp(v).norm() * u.norm());
    }
    double h = 1e-2;
    double up = l.logDensity(l.operator().apply(x.copy().axpy(h, v)));
    double down = l.logDensity(l.operator().apply(x.copy().axpy(-h, v)));
    assertEquals((up - down) / (2 * h), slope, 2e-4 * Math.abs(slope));
  }

  @Test
  void aComplexPriorForRealImagesLeavesTheImaginaryPartToThePrior() {
    PreparedProblem p = prepared(likelihood(Space.real(3, 4)), card(0, 1, Scalar.COMPLEX), 250);
    LinearGaussian l = p.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
    assertEquals(Space.complex(3, 4), l.operator().domain());
    assertAdjoint(l.operator());
    Field b = random(Space.complex(3, 4), 8, 1);
    Field x =
        l.operator()
            .capability(NormalSolve.class)
            .orElseThrow()
            .solve(NormalSystem.of(0.5, b).from(b))
            .x();
    Field residual = l.operator().adjoint(l.operator().apply(x)).axpy(0.5, x).subtract(b);
    assertTrue(residual.norm() < 1e-4 * b.norm());
    assertEquals(Scalar.REAL, p.alignment().toData(x).space().scalar());
  }

  @Test
  void aRealPriorForComplexImagesMeansRealImages() {
    PreparedProblem p = prepared(likelihood(Space.complex(3, 4)), card(0, 1, Scalar.REAL), 250);
    LinearGaussian l = p.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
    assertEquals(Space.real(3, 4), l.operator().domain());
    assertAdjoint(l.operator());
    Field x = p.alignment().toData(random(Space.real(3, 4), 2, 1));
    assertEquals(0, x.data()[1]);
  }

  private static void assertAdjoint(LinearOperator a) {
    Field x = random(a.domain(), 1, 1);
    Field u = random(a.range(), 2, 1);
    assertEquals(a.apply(x).dot(u), x.dot(a.adjoint(u)), 1e-5 * x.norm() * u.norm());
  }

  @Test
  void aShapeThatThePriorDoesNotServeIsRefused() {
    Likelihood l = likelihood(Space.complex(3, 5));
    ShapeMismatchException e =
        assertThrows(
            ShapeMismatchException.class, () -> prepared(l, card(0, 1, Scalar.COMPLEX), 1));
    assertTrue(e.getMessage().contains("complex 3 x 5"), e.getMessage());
    assertEquals(Optional.empty(), Optional.ofNullable(e.getCause()));
  }

  /** Attenuation in 1/mm: −1000 HU is 0, 0 HU is that of water. */
  private static final double WATER = 0.02;

  private static Measurement attenuation(Space space) {
    Likelihood l = new GaussianLikelihood(Toys.Diagonal.on(space), random(space, 1, 0.02), 0.001);
    return Measurement.of(l, 7, Field.zeros(space));
  }

  private static PriorCard hounsfield(Scalar kind) {
    return PriorCard.builder("ct", SpacePattern.of(kind, 3, 4))
        .unit("HU")
        .range(PriorCard.ValueRange.of(-1000, 3000))
        .build();
  }

  @Test
  void aPhysicalUnitDecidesTheAlignmentAndTheScaleDoesNot() {
    Space real = Space.real(3, 4);
    Measurement m =
        attenuation(real).withUnit("HU", UnitScale.of(WATER / 1000, WATER)).withUnit("1/mm", ONE);
    Alignment t = PreparedProblem.alignment(hounsfield(Scalar.REAL), m);
    assertEquals(new Alignment(WATER / 1000, WATER, real, real), t);
    Field air = Field.zeros(real);
    Field water = Field.zeros(real).fill(WATER);
    assertArrayEquals(Field.zeros(real).fill(-1000).data(), t.toPrior(air).data(), 1e-3f);
    assertArrayEquals(air.data(), t.toPrior(water).data(), 1e-3f);
    assertArrayEquals(water.data(), t.toData(air).data(), 1e-9f);
    // The same posterior whether the prior knows HU or 1/mm.
    PreparedProblem p =
        PreparedProblem.of(m, new Toys.GaussianPrior(hounsfield(Scalar.REAL), 0), Map.of(), 8);
    LinearGaussian l = p.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
    assertEquals(0.001 / (WATER / 1000), l.sigma(), 1e-9);
    // y − A·water, in HU.
    for (int i = 0; i < 12; i++) {
      double y = m.likelihood().data().data()[i];
      double a = 1 + 0.5 * (i % 3);
      assertEquals((y - a * WATER) / (WATER / 1000), l.data().data()[i], 1e-2);
    }
  }

  private static final UnitScale ONE = UnitScale.of(1, 0);

  @Test
  void anOffsetMovesTheRealPartAlone() {
    Space real = Space.real(3, 4);
    Space complex = Space.complex(3, 4);
    UnitScale hu = UnitScale.of(WATER / 1000, WATER);
    // Real images and a complex prior: the imaginary part, which the data do not know, is 0.
    Alignment t =
        PreparedProblem.alignment(hounsfield(Scalar.COMPLEX), attenuation(real).withUnit("HU", hu));
    Field x = t.toPrior(Field.zeros(real));
    assertEquals(-1000, x.data()[0], 1e-3);
    assertEquals(0, x.data()[1]);
    assertArrayEquals(Field.zeros(real).data(), t.toData(x).data(), 1e-9f);
    // Complex images.
    t =
        PreparedProblem.alignment(
            hounsfield(Scalar.COMPLEX), attenuation(complex).withUnit("HU", hu));
    x = t.toPrior(Field.zeros(complex));
    assertEquals(-1000, x.data()[0], 1e-3);
    assertEquals(0, x.data()[1]);
  }

  @Test
  void aUnitThatTheOperatorDoesNotKnowIsRefused() {
    assertUnit("choose a prior whose images have no unit", attenuation(Space.real(3, 4)));
    assertUnit(
        "choose a prior in one of 1/mm", attenuation(Space.real(3, 4)).withUnit("1/mm", ONE));
  }

  private static void assertUnit(String part, Measurement m) {
    PriorCard card = hounsfield(Scalar.REAL);
    UnsupportedProblemException e =
        assertThrows(
            UnsupportedProblemException.class,
            () -> PreparedProblem.of(m, new Toys.GaussianPrior(card, 0), Map.of(), 8));
    assertTrue(e.getMessage().contains("the prior ct knows images in HU"), e.getMessage());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
