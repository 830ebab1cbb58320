package org.tweedie.api.spi.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden values are from mpmath with 40 digits: loggamma and the regularised incomplete gamma. */
class PoissonTest {
  private static final double SMALLEST = 0x1p-53;
  private static final double LARGEST = 1 - 0x1p-53;

  @ParameterizedTest
  @CsvSource({
    "0, 0.5, -0.5",
    "1, 0.5, -1.1931471805599453",
    "9, 4, -4.325178230002454",
    "10, 4, -5.2414689618766091",
    "11, 4, -6.253069873555089",
    // A fraction, as detectors that integrate report it: by the gamma function.
    "2.5, 3, -1.4544428806768",
    "1000, 950, -5.6661938935768303",
    "1e6, 1000300, -7.8716848975446572",
    "1e8, 100010000, -10.629245575180655"
  })
  void massesReproduceIndependentValues(double k, double mean, double expected) {
    // k log k is the largest term: a few of its roundings.
    double rounding = 1e-12 + 4 * Math.ulp(k * Math.log(mean));
    assertEquals(expected, Poisson.logMass(k, mean), rounding);
  }

  @Test
  void massesAtTheEndsOfTheMean() {
    assertEquals(0, Poisson.logMass(0, 0));
    assertEquals(Double.NEGATIVE_INFINITY, Poisson.logMass(1, 0));
    assertEquals(0, Poisson.logMass(0, -1));
    assertEquals(Double.NEGATIVE_INFINITY, Poisson.logMass(2, -1));
    assertEquals(-1e-30, Poisson.logMass(0, 1e-30));
    assertEquals(Double.NEGATIVE_INFINITY, Poisson.logMass(5, Double.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(Poisson.logMass(0, Double.NaN)));
    assertTrue(Double.isNaN(Poisson.logMass(3, Double.NaN)));
  }

  /** At u = 2⁻⁵³, 1e-9, 0.01, 0.49999, ½, 0.99, 1 − 2⁻³⁰ and 1 − 2⁻⁵³. */
  @ParameterizedTest
  @CsvSource({
    "1e-6, 0, 0, 0, 0, 0, 0, 1, 2",
    "0.3, 0, 0, 0, 0, 0, 2, 8, 12",
    "5, 0, 0, 1, 5, 5, 11, 23, 32",
    "80, 19, 33, 60, 80, 80, 102, 139, 164",
    "1e4, 9190, 9406, 9768, 10000, 10000, 10233, 10607, 10832",
    "1e6, 991802, 994008, 997674, 1000000, 1000000, 1002327, 1006015, 1008221"
  })
  void quantilesReproduceIndependentValuesToTheLastUniform(
      double mean, int a, int b, int c, int d, int e, int f, int g, int h) {
    double[] u = {SMALLEST, 1e-9, 0.01, 0.49999, 0.5, 0.99, 1 - 0x1p-30, LARGEST};
    int[] expected = {a, b, c, d, e, f, g, h};
    for (int i = 0; i < u.length; i++) {
      assertEquals(expected[i], Poisson.quantile(u[i], mean), "at u = " + u[i]);
    }
  }

  /**
   * The normal in its place is off by the skewness, (z² − 1)/6 of a count, and its quantile is good
   * to 1e-7: nothing beside a deviation of 2000 counts.
   */
  @Test
  void quantilesOfLargeMeansAreThoseOfANormal() {
    double[] u = {SMALLEST, 0.01, 0.5, 0.99, LARGEST};
    int[] exact = {3983592, 3995348, 4000000, 4004653, 4016430};
    for (int i = 0; i < u.length; i++) {
      double z = (exact[i] - 4e6) / 2000;
      assertEquals(exact[i], Poisson.quantile(u[i], 4e6), Math.abs(z * z - 1) / 6 + 1);
    }
    assertEquals(1e12, Poisson.quantile(0.5, 1e12));
  }

  @Test
  void quantilesNeverFall() {
    for (double mean : new double[] {1e-6, 0.3, 5, 80, 1e4, 2e6}) {
      double before = 0;
      for (int i = 1; i < 1000; i++) {
        double k = Poisson.quantile(i / 1000.0, mean);
        assertTrue(k >= before, "mean " + mean + " at " + i);
        before = k;
      }
    }
  }

  /** The quantile is the smallest count that reaches u: just below and just above each step. */
  @Test
  void quantilesStepWhereTheDistributionFunctionDoes() {
    double mean = 5;
    double mass = Math.exp(-mean);
    double reached = mass;
    for (int k = 0; k < 20; k++) {
      assertEquals(k, Poisson.quantile(reached - 1e-12, mean));
      assertEquals(k + 1, Poisson.quantile(reached + 1e-12, mean));
      mass *= mean / (k + 1);
      reached += mass;
    }
  }
}
