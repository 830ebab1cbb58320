package org.tweedie.numerics.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;

class HermitianEigenTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 37})
  void reproducesTheMatrixWithUnitaryVectors(int n) {
    Random random = new Random(n);
    double[][] re = new double[n][n];
    double[][] im = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        re[i][j] = re[j][i] = random.nextGaussian();
        im[i][j] = i == j ? 0 : random.nextGaussian();
        im[j][i] = -im[i][j];
      }
    }
    assertDecomposed(re, im);
  }

  @Test
  void theSecondPauliMatrixHasEigenvaluesOfOne() {
    double[] values =
        new HermitianEigen(new double[2][2], new double[][] {{0, -1}, {1, 0}}).values();
    Arrays.sort(values);
    assertArrayEquals(new double[] {-1, 1}, values, 1e-15);
  }

  @Test
  void matricesWithoutFullRankOrCouplingAreDecomposedToo() {
    int n = 6;
    double[][] zero = new double[n][n];
    assertDecomposed(zero, zero);
    double[][] diagonal = new double[n][n];
    double[][] one = new double[n][n];
    double[][] oneIm = new double[n][n];
    for (int i = 0; i < n; i++) {
      diagonal[i][i] = i % 3; // every eigenvalue twice
      for (int j = 0; j < n; j++) {
        // a a* with a_i = exp(0.7 i²√-1): rank 1, eigenvalue n
        double phase = 0.7 * (i * i - j * j);
        one[i][j] = Math.cos(phase);
        oneIm[i][j] = Math.sin(phase);
      }
    }
    assertDecomposed(diagonal, zero);
    double[] values = assertDecomposed(one, oneIm);
    Arrays.sort(values);
    assertEquals(n, values[n - 1], 1e-13);
    assertEquals(0, values[n - 2], 1e-13);
  }

  /**
   * The correlation of p random vectors, rounded to single precision as data are, has rank p:
   * beside its null space every entry of the tridiagonal matrix is rounding. Flat spectra, and
   * spectra that fall by 10⁶.
   */
  @ParameterizedTest
  @CsvSource({"60, 30", "144, 14", "144, 52", "144, 72", "144, 129", "144, 172", "289, 36"})
  void matricesOfLowRankAreDecomposed(int n, int p) {
    for (int seed = 0; seed < (n > 200 ? 1 : 4); seed++) {
      for (double decay : new double[] {0, 3}) {
        Random random = new Random(seed);
        double[][] re = new double[n][n];
        double[][] im = new double[n][n];
        for (int k = 0; k < p; k++) {
          double scale = Math.pow(10, -decay * k / p);
          double[] a = random.doubles(2L * n, -1, 1).map(x -> (float) (scale * x)).toArray();
          for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
              re[i][j] += a[i] * a[j] + a[n + i] * a[n + j];
              im[i][j] += a[n + i] * a[j] - a[i] * a[n + j];
            }
          }
        }
        double[] values = assertDecomposed(re, im);
        double largest = Arrays.stream(values).max().orElseThrow();
        long positive = Arrays.stream(values).filter(v -> v > 1e-13 * n * largest).count();
        assertEquals(Math.min(n, p), positive, "rank");
      }
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    double[][] re = {{1, Double.NaN}, {Double.NaN, 1}};
    assertThrows(InvalidInputException.class, () -> new HermitianEigen(re, new double[2][2]));
  }

  /** {@code M U = U diag(λ)} and {@code U*U = I}, up to rounding of the largest eigenvalue. */
  private static double[] assertDecomposed(double[][] re, double[][] im) {
    int n = re.length;
    HermitianEigen e = new HermitianEigen(re, im);
    double[] values = e.values();
    double largest = Math.max(1, Arrays.stream(values).map(Math::abs).max().orElseThrow());
    double[][] ur = new double[n][n];
    double[][] ui = new double[n][n];
    for (int i = 0; i < n; i++) {
      e.vector(i, ur[i], ui[i]);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double productRe = 0;
        double productIm = 0;
        double innerRe = 0;
        double innerIm = 0;
        for (int k = 0; k < n; k++) {
          productRe += re[j][k] * ur[i][k] - im[j][k] * ui[i][k];
          productIm += re[j][k] * ui[i][k] + im[j][k] * ur[i][k];
          innerRe += ur[j][k] * ur[i][k] + ui[j][k] * ui[i][k];
          innerIm += ur[j][k] * ui[i][k] - ui[j][k] * ur[i][k];
        }
        assertEquals(values[i] * ur[i][j], productRe, 1e-13 * largest);
        assertEquals(values[i] * ui[i][j], productIm, 1e-13 * largest);
        assertEquals(i == j ? 1 : 0, innerRe, 1e-13);
        assertEquals(0, innerIm, 1e-13);
      }
    }
    return values;
  }
}
