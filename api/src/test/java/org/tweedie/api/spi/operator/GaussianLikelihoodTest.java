package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.api.spi.operator.TestOperators.dense;
import static org.tweedie.api.spi.operator.TestOperators.normals;
import static org.tweedie.api.spi.operator.TestOperators.square;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;

class GaussianLikelihoodTest {
  private static final Space IMAGE = Space.real(3);
  private static final Space RANGE = Space.complex(2);
  private static final LinearOperator A = dense(IMAGE, RANGE);
  private static final Field X = normals(IMAGE, "x");
  private static final Field Y = normals(RANGE, "y");

  /** {@code Σ log N(yᵢ; zᵢ, σᵢ²)}, sample by sample. */
  private static double logDensity(Field y, Field z, double... sigma) {
    double sum = 0;
    for (int i = 0; i < sigma.length; i++) {
      double r = ((double) y.data()[i] - z.data()[i]) / sigma[i];
      sum += -0.5 * r * r - Math.log(sigma[i]) - 0.5 * Math.log(2 * Math.PI);
    }
    return sum;
  }

  @Test
  void whiteNoiseHasTheClosedForm() {
    GaussianLikelihood l = new GaussianLikelihood(A, Y, 0.25);
    Field z = A.apply(X);
    assertEquals(logDensity(Y, z, 0.25, 0.25, 0.25, 0.25), l.logDensity(z), 1e-5);
    assertEquals(z.copy().subtract(Y).normSquared() / (4 * 0.0625), l.dataFit(z), 1e-6);
    assertEquals(Math.sqrt(0.5), l.dataFitDeviation(z), 1e-12);
    assertEquals(0.25, l.sigma());
  }

  @Test
  void aLevelASampleHasTheClosedFormOfEachSample() {
    Field levels = Field.wrap(RANGE, new float[] {0.5f, 2, 0.75f, 8});
    GaussianLikelihood l = GaussianLikelihood.of(A, Y, levels);
    double expected = logDensity(Y, A.apply(X), 0.5, 2, 0.75, 8);
    assertEquals(expected, l.logDensity(l.operator().apply(X)), 1e-5);
    assertEquals(0.5, l.sigma());
    // y and A are whitened alike.
    assertArrayEquals(
        new float[] {Y.data()[0], Y.data()[1] / 4, Y.data()[2] * 2 / 3, Y.data()[3] / 16},
        l.data().data(),
        1e-6f);
    LinearGaussian linear = l.capability(LinearGaussian.class).orElseThrow();
    assertSame(l.data(), linear.data());
    assertArrayEquals(l.operator().apply(X).data(), linear.operator().apply(X).data());
  }

  @Test
  void oneRealLevelServesBothPartsOfAComplexSample() {
    Field levels = Field.wrap(Space.real(2), new float[] {3, 0.5f});
    GaussianLikelihood l = GaussianLikelihood.of(A, Y, levels);
    double expected = logDensity(Y, A.apply(X), 3, 3, 0.5, 0.5);
    assertEquals(expected, l.logDensity(l.operator().apply(X)), 1e-5);
  }

  @Test
  void equalLevelsAreWhiteNoise() {
    GaussianLikelihood white = new GaussianLikelihood(A, Y, 0.5);
    GaussianLikelihood l = GaussianLikelihood.of(A, Y, Y.copy().fill(0.5));
    Field z = A.apply(X);
    assertArrayEquals(z.data(), l.operator().apply(X).data());
    assertArrayEquals(Y.data(), l.data().data());
    assertEquals(white.sigma(), l.sigma());
    assertEquals(white.logDensity(z), l.logDensity(z), 0);
    assertArrayEquals(white.gradient(z).data(), l.gradient(z).data());
    assertEquals(white.dataFit(z), l.dataFit(z), 0);
  }

  /** Their ratio is no float, but its logarithm is a number. */
  @Test
  void levelsMayBeVeryUnequal() {
    Field levels = Field.wrap(RANGE, new float[] {1e-20f, 1e30f, 1e-20f, 1});
    Field y = A.apply(X);
    GaussianLikelihood l = GaussianLikelihood.of(A, y, levels);
    double expected = logDensity(y, y, 1e-20, 1e30, 1e-20, 1);
    assertEquals(expected, l.logDensity(l.operator().apply(X)), 1e-4);
  }

  @Test
  void oneSample() {
    Space one = Space.real(1);
    Field y = Field.wrap(one, new float[] {2});
    GaussianLikelihood l = GaussianLikelihood.of(Operators.identity(one), y, y);
    assertEquals(-0.5 - Math.log(2 * Math.sqrt(2 * Math.PI)), l.logDensity(Field.zeros(one)), 1e-7);
  }

  @Test
  void gradientAndInformationAreThoseOfTheDensity() {
    Field levels = Field.wrap(RANGE, new float[] {0.5f, 2, 0.75f, 8});
    GaussianLikelihood l = GaussianLikelihood.of(A, Y, levels);
    Curvature c = l.capability(Curvature.class).orElseThrow();
    Field z = l.operator().apply(X);
    Field g = l.gradient(z);
    float h = 0.25f;
    for (int i = 0; i < 4; i++) {
      Field up = z.copy();
      Field down = z.copy();
      up.data()[i] += h;
      down.data()[i] -= h;
      double width = (double) up.data()[i] - down.data()[i];
      // The density is quadratic: no error but rounding.
      assertEquals(g.data()[i], (l.logDensity(up) - l.logDensity(down)) / width, 1e-4);
      Field e = Field.zeros(RANGE);
      e.data()[i] = 1;
      Field change = l.gradient(down).subtract(l.gradient(up)).scale(1 / width);
      assertArrayEquals(change.data(), c.product(z, e).data(), 1e-4f);
    }
  }

  /**
   * 1000 draws of 4 samples: mean and variance within 4.9 standard errors, false-alarm rate 1e-6
   * for each of 8 numbers over seeds; the data fit of drawn data is 1 on average.
   */
  @Test
  void drawsHaveTheLevelOfEachSample() {
    float[] sigma = {0.5f, 2, 0.75f, 8};
    GaussianLikelihood l = GaussianLikelihood.of(A, Y, Field.wrap(RANGE, sigma));
    Field z = l.operator().apply(X);
    int n = 1000;
    double[] sum = new double[4];
    double[] square = new double[4];
    double fit = 0;
    for (int chain = 0; chain < n; chain++) {
      Field y = l.draw(z, new CounterNoise(3), chain, 0, Purpose.of("draw"));
      for (int i = 0; i < 4; i++) {
        double r = (y.data()[i] - z.data()[i]) / 0.5;
        sum[i] += r;
        square[i] += r * r;
      }
      fit += new GaussianLikelihood(l.operator(), y, l.sigma()).dataFit(z);
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(0, sum[i] / n, 4.9 / Math.sqrt(n));
      assertEquals(1, square[i] / n, 4.9 * Math.sqrt(2.0 / n));
    }
    assertEquals(1, fit / n, 4.9 * l.dataFitDeviation(z) / Math.sqrt(n));
  }

  @Test
  void capabilitiesFollowTheOperator() {
    GaussianLikelihood nonlinear = new GaussianLikelihood(square(RANGE, Domain.any()), Y, 0.5);
    assertTrue(nonlinear.capability(LinearGaussian.class).isEmpty());
    GaussianNoise noise = nonlinear.capability(GaussianNoise.class).orElseThrow();
    assertSame(nonlinear.operator(), noise.operator());
    assertSame(Y, noise.data());
    assertEquals(0.5, noise.sigma());
    GaussianLikelihood linear = new GaussianLikelihood(A, Y, 0.5);
    assertTrue(linear.capability(GaussianNoise.class).orElseThrow() instanceof LinearGaussian);
    assertTrue(linear.capability(OrderedSubsets.class).isEmpty());
    OrderedSubsets split = OrderedSubsets.of(1, n -> List.of(linear));
    assertSame(split, linear.with(split).capability(OrderedSubsets.class).orElseThrow());
  }

  /** A split of data with a level a sample says as much as the whole. */
  @Test
  void aSplitKeepsTheLevels() {
    Field levels = Field.wrap(RANGE, new float[] {0.5f, 2, 0.75f, 8});
    GaussianLikelihood whole = GaussianLikelihood.of(A, Y, levels);
    OrderedSubsets split = OrderedSubsets.of(1, n -> List.of(whole));
    Field z = whole.operator().apply(X);
    assertEquals(whole.logDensity(z), whole.with(split).logDensity(z), 0);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void levelsArePositiveAndFinite(float level) {
    assertThrows(InvalidInputException.class, () -> new GaussianLikelihood(A, Y, level));
    Field levels = Y.copy().fill(1);
    levels.data()[2] = level;
    assertThrows(InvalidInputException.class, () -> GaussianLikelihood.of(A, Y, levels));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Field real = Field.zeros(Space.real(4));
    ShapeMismatchException e =
        assertThrows(
            ShapeMismatchException.class,
            () -> GaussianLikelihood.of(A, real, real.copy().fill(1)));
    assertTrue(e.getMessage().startsWith("the data is real 4"), e.getMessage());
    assertThrows(ShapeMismatchException.class, () -> new GaussianLikelihood(A, real, 1));
    assertThrows(
        ShapeMismatchException.class, () -> GaussianLikelihood.of(A, Y, real.copy().fill(1)));
    Field nan = Y.copy().fill(Double.NaN);
    assertThrows(InvalidInputException.class, () -> new GaussianLikelihood(A, nan, 1));
    assertThrows(
        InvalidInputException.class, () -> GaussianLikelihood.of(A, nan, Y.copy().fill(1)));
    GaussianLikelihood l = new GaussianLikelihood(A, Y, 1);
    Curvature c = l.capability(Curvature.class).orElseThrow();
    CounterNoise noise = new CounterNoise(0);
    assertThrows(ShapeMismatchException.class, () -> l.logDensity(real));
    assertThrows(ShapeMismatchException.class, () -> l.gradient(real));
    assertThrows(ShapeMismatchException.class, () -> l.dataFit(real));
    assertThrows(ShapeMismatchException.class, () -> l.draw(real, noise, 0, 0, Purpose.of("draw")));
    assertThrows(ShapeMismatchException.class, () -> c.product(real, Y));
    assertThrows(ShapeMismatchException.class, () -> c.product(Y, real));
  }
}
