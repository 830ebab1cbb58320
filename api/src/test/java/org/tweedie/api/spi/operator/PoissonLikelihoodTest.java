package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tweedie.api.spi.operator.TestOperators.dense;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;

class PoissonLikelihoodTest {
  private static final Noise NOISE = new CounterNoise(19);

  private static Field of(float... v) {
    return Field.wrap(Space.real(v.length), v);
  }

  private static PoissonLikelihood likelihood(Field counts, Field background) {
    return PoissonLikelihood.of(Operators.identity(counts.space()), counts, background);
  }

  private static PoissonLikelihood likelihood(float... counts) {
    return likelihood(of(counts), Field.zeros(Space.real(counts.length)));
  }

  private static Field drawn(Field mean, int chain) {
    PoissonLikelihood l = likelihood(mean.copy().fill(0), mean.copy().fill(0));
    return l.draw(mean, NOISE, chain, 0, Purpose.of("counts"));
  }

  /** {@code log(λᵏ e^−λ/k!)} as a plain sum of logarithms. */
  private static double logMass(int k, double mean) {
    double sum = -mean;
    for (int j = 1; j <= k; j++) {
      sum += Math.log(mean / j);
    }
    return sum;
  }

  @Test
  void densityIsTheSumOverTheCounts() {
    int[] counts = {0, 0, 1, 7, 10, 80, 1000, 250_000};
    float[] z = {0.5f, 1e-3f, 0.25f, 9, 8, 75, 1050, 249_000};
    float[] b = {0, 0, 0.5f, 0.25f, 2, 0, 1, 100};
    float[] y = new float[8];
    double expected = 0;
    for (int i = 0; i < 8; i++) {
      y[i] = counts[i];
      expected += logMass(counts[i], (double) z[i] + b[i]);
    }
    assertEquals(expected, likelihood(of(y), of(b)).logDensity(of(z)), 1e-8);
  }

  @Test
  void gradientAndInformationAreThoseOfTheDensity() {
    float[] z = {0.5f, 4, 80, 8192};
    // Counts at their means: there the information is the curvature itself.
    PoissonLikelihood l = likelihood(of(0.75f, 6, 82, 8194), of(0.25f, 2, 2, 2));
    PoissonLikelihood away = likelihood(of(3, 0, 100, 8000), of(0.25f, 2, 2, 2));
    Curvature c = l.capability(Curvature.class).orElseThrow();
    Field at = of(z);
    for (int i = 0; i < 4; i++) {
      Field up = of(z.clone());
      Field down = of(z.clone());
      double h = 0x1p-7 * z[i]; // relative error of the differences: about h²/z² = 6e-5
      up.data()[i] += (float) h;
      down.data()[i] -= (float) h;
      double slope = (away.logDensity(up) - away.logDensity(down)) / (2 * h);
      float g = away.gradient(at).data()[i];
      assertEquals(slope, g, 1e-3 * Math.abs(g) + 1e-6);
      Field e = Field.zeros(at.space());
      e.data()[i] = 1;
      Field change = l.gradient(down).subtract(l.gradient(up)).scale(0.5 / h);
      Field product = c.product(at, e);
      assertEquals(change.data()[i], product.data()[i], 1e-3 * product.data()[i]);
      assertEquals(product.norm(), product.data()[i], 0);
    }
  }

  /**
   * 20 000 counts of each mean, in up to 40 groups of about equal probability: χ², mean and
   * variance each exceed their thresholds for one seed in a million.
   */
  @ParameterizedTest
  @ValueSource(floats = {0.3f, 5, 80, 1e4f})
  void drawsAreDistributedAsPoissonSays(float mean) {
    int n = 20_000;
    float[] y = drawn(Field.zeros(Space.real(n)).fill(mean), 0).data();
    double sum = 0;
    double squares = 0;
    for (float v : y) {
      sum += v;
      squares += Math.pow(v - (double) mean, 2);
    }
    assertEquals(mean, sum / n, 4.9 * Math.sqrt(mean / n));
    double deviationOfSquares = Math.sqrt((2.0 * mean * mean + mean) / n);
    assertEquals(mean, squares / n, 4.9 * deviationOfSquares);
    float[] sorted = y.clone();
    Arrays.sort(sorted);
    int groups = 0;
    double chiSquare = 0;
    double probability = 0;
    double left = 1;
    int next = 0;
    for (int k = 0; left > 0; k++) {
      probability += Math.exp(logMass(k, mean));
      if (probability < 0.025 && left - probability >= 0.025) {
        continue;
      }
      boolean last = left - probability < 0.025;
      double expected = n * (last ? left : probability);
      int begin = next;
      while (next < n && (last || sorted[next] <= k)) {
        next++;
      }
      chiSquare += Math.pow(next - begin - expected, 2) / expected;
      groups++;
      left = last ? 0 : left - probability;
      probability = 0;
    }
    // Wilson and Hilferty's quantile of χ² at 1e-6.
    double df = groups - 1;
    double a = 2 / (9 * df);
    double threshold = df * Math.pow(1 - a + 4.753 * Math.sqrt(a), 3);
    assertTrue(chiSquare < threshold, "χ² = " + chiSquare + " in " + groups + " groups");
  }

  @Test
  void drawsAreReproducibleAndDifferFromKeyToKey() {
    Field mean = Field.zeros(Space.real(64)).fill(50);
    PoissonLikelihood l = likelihood(mean, mean.copy().fill(0));
    Field y = l.draw(mean, NOISE, 1, 2, Purpose.of("a"));
    assertArrayEquals(y.data(), l.draw(mean, NOISE, 1, 2, Purpose.of("a")).data());
    for (Field other :
        List.of(
            l.draw(mean, NOISE, 2, 2, Purpose.of("a")),
            l.draw(mean, NOISE, 1, 3, Purpose.of("a")),
            l.draw(mean, NOISE, 1, 2, Purpose.of("b")))) {
      assertTrue(y.copy().subtract(other).norm() > 0);
    }
  }

  /**
   * 4000 data sets of 48 counts with means from 0.3 to 10 000: the average fit within 4.9 standard
   * errors of 1 (one seed in a million); its variance within 20 %, five standard errors for an
   * excess kurtosis up to 4.4, which the rarest counts bring about.
   */
  @Test
  void dataFitIsOneOnAverageWithTheStatedDeviation() {
    float[] means = {0.3f, 1, 5, 80, 1000, 1e4f};
    Field z = Field.zeros(Space.real(48));
    Field background = z.copy().fill(0.125);
    for (int i = 0; i < 48; i++) {
      z.data()[i] = means[i % 6] - 0.125f;
    }
    PoissonLikelihood l = likelihood(z, background);
    double deviation = l.dataFitDeviation(z);
    double expected = 0;
    for (float m : means) {
      expected += 8 * (2 + 1.0 / m);
    }
    assertEquals(Math.sqrt(expected) / 48, deviation, 1e-6);
    int n = 4000;
    double sum = 0;
    double squares = 0;
    for (int chain = 0; chain < n; chain++) {
      Field y = l.draw(z, NOISE, chain, 0, Purpose.of("counts"));
      double fit = likelihood(y, background).dataFit(z);
      sum += fit;
      squares += (fit - 1) * (fit - 1);
    }
    assertEquals(1, sum / n, 4.9 * deviation / Math.sqrt(n));
    assertEquals(1, squares / n / (deviation * deviation), 0.2);
  }

  @Test
  void aMeanThatTendsToZero() {
    PoissonLikelihood none = likelihood(0);
    PoissonLikelihood one = likelihood(1);
    for (float z : new float[] {1e-3f, 1e-10f, 1e-40f}) {
      assertEquals(-z, none.logDensity(of(z)), 1e-6 * z);
      assertEquals(Math.log(z) - z, one.logDensity(of(z)), 1e-9);
    }
    for (float z : new float[] {0, -1}) {
      assertEquals(0, none.logDensity(of(z)));
      assertEquals(Double.NEGATIVE_INFINITY, one.logDensity(of(z)));
      // Derivatives are those at the floor, so that a run can leave the place.
      assertEquals(-1, none.gradient(of(z)).data()[0]);
      assertEquals(1e6f, one.gradient(of(z)).data()[0], 1);
      Curvature c = one.capability(Curvature.class).orElseThrow();
      assertEquals(1e6f, c.product(of(z), of(1)).data()[0], 1);
      assertEquals(0, none.dataFit(of(z)), 1e-5);
      assertTrue(Double.isFinite(one.dataFit(of(z))));
      assertEquals(Math.sqrt(2 + 1e6), none.dataFitDeviation(of(z)), 1e-3);
    }
    assertEquals(0, drawn(Field.zeros(Space.real(1000)), 0).norm());
  }

  @Test
  void nothingHidesANaN() {
    PoissonLikelihood l = likelihood(0, 3, 1);
    Field z = of(0.5f, Float.NaN, -1);
    assertTrue(Double.isNaN(l.logDensity(z)));
    assertTrue(Double.isNaN(l.dataFit(z)));
    assertTrue(Float.isNaN(l.gradient(z).data()[1]));
    assertTrue(Float.isNaN(l.draw(z, NOISE, 0, 0, Purpose.of("counts")).data()[1]));
  }

  @Test
  void theBackgroundIsCountedAndNotChanged() {
    Field background = of(2, 0);
    PoissonLikelihood l = likelihood(of(3, 4), background);
    assertEquals(logMass(3, 2.5) + logMass(4, 4), l.logDensity(of(0.5f, 4)), 1e-6);
    assertArrayEquals(new float[] {3 / 2.5f - 1, 0}, l.gradient(of(0.5f, 4)).data(), 1e-6f);
    assertSame(background, l.background());
    assertArrayEquals(new float[] {2, 0}, background.data());
  }

  @Test
  void subsetsAreThoseThatWereGiven() {
    PoissonLikelihood l = likelihood(1, 2);
    assertTrue(l.capability(OrderedSubsets.class).isEmpty());
    assertTrue(l.capability(GaussianNoise.class).isEmpty());
    OrderedSubsets split = OrderedSubsets.of(2, n -> List.of(likelihood(1), likelihood(2)));
    PoissonLikelihood with = l.with(split);
    assertSame(split, with.capability(OrderedSubsets.class).orElseThrow());
    assertEquals(l.logDensity(of(1, 1)), with.logDensity(of(1, 1)));
  }

  @Test
  void whatIsNoCountIsRefused() {
    for (float bad : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThrows(InvalidInputException.class, () -> likelihood(1, bad));
      assertThrows(InvalidInputException.class, () -> likelihood(of(1, 1), of(0, bad)));
    }
    Space complex = Space.complex(2);
    Field zeros = Field.zeros(complex);
    assertThrows(
        InvalidInputException.class,
        () -> PoissonLikelihood.of(Operators.identity(complex), zeros, zeros));
    LinearOperator a = dense(Space.real(3), Space.real(2));
    assertThrows(
        ShapeMismatchException.class, () -> PoissonLikelihood.of(a, of(1, 2, 3), of(0, 0)));
    assertThrows(
        ShapeMismatchException.class, () -> PoissonLikelihood.of(a, of(1, 2), of(0, 0, 0)));
  }

  @Test
  void argumentsOfAnotherSpaceAreRefused() {
    PoissonLikelihood l = likelihood(1, 2);
    Curvature c = l.capability(Curvature.class).orElseThrow();
    for (Field wrong : List.of(of(1), of(1, 2, 3), Field.zeros(Space.real(2, 1)))) {
      assertThrows(ShapeMismatchException.class, () -> l.logDensity(wrong));
      assertThrows(ShapeMismatchException.class, () -> l.gradient(wrong));
      assertThrows(ShapeMismatchException.class, () -> l.dataFit(wrong));
      assertThrows(ShapeMismatchException.class, () -> l.dataFitDeviation(wrong));
      assertThrows(
          ShapeMismatchException.class, () -> l.draw(wrong, NOISE, 0, 0, Purpose.of("counts")));
      assertThrows(ShapeMismatchException.class, () -> c.product(wrong, of(1, 2)));
      assertThrows(ShapeMismatchException.class, () -> c.product(of(1, 2), wrong));
    }
  }
}
