package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.PriorCard;

/** The posterior of the aligned problem, brought back, is the posterior in the data's units. */
class AlignmentTest {
  private static final double MEAN = 0.4;
  private static final double SIGMA = 30;

  private static PriorCard card(double low, double high, Scalar... kinds) {
    SpacePattern spaces =
        kinds.length == 2 ? SpacePattern.eitherScalar(3, 4) : SpacePattern.of(kinds[0], 3, 4);
    return new PriorCard(
        "p",
        "N(0.4, 1)",
        spaces,
        new PriorCard.ValueRange(low, high),
        0,
        10,
        "none",
        "public",
        List.of());
  }

  private static Field random(Space space, int seed, double scale) {
    Field f = Field.zeros(space);
    return new CounterNoise(seed).normals(0, 0, Purpose.of("t"), f).scale(scale);
  }

  private static PreparedProblem prepared(Likelihood l, PriorCard card, double scale) {
    return PreparedProblem.of(l, new Toys.GaussianPrior(card, MEAN, -1), scale);
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
            .solve(s2, natural.scale(s2), Field.zeros(space))
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
    Field x = l.operator().capability(NormalSolve.class).orElseThrow().solve(0.5, b, b).x();
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
}
