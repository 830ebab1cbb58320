package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.priors.analytic.StationaryGaussianPrior.Covariance;

class StationaryGaussianPriorTest {
  private static final CounterNoise NOISE = new CounterNoise(3);

  @Test
  void whiteIsPixelwise() {
    Space space = Space.complex(3, 5);
    try (Prior prior = new StationaryGaussianPrior(space, 0.5, 2, Covariance.WHITE, 1)) {
      Field u = NOISE.normals(0, 0, Purpose.of("u"), Field.zeros(space));
      float[] d = prior.denoise(List.of(u), 1).get(0).data();
      for (int i = 0; i < d.length; i++) {
        double mean = i % 2 == 0 ? 0.5 : 0;
        assertEquals(mean + 0.8 * (u.data()[i] - mean), d[i], 1e-6);
      }
    }
  }

  /** The dense prior with the circulant covariance estimated from its impulse response agrees. */
  @ParameterizedTest
  @EnumSource
  void agreesWithTheDensePrior(Covariance covariance) {
    Space space = Space.real(4, 3);
    try (StationaryGaussianPrior prior =
        new StationaryGaussianPrior(space, 0.3, 0.7, covariance, 1.5)) {
      // With σ → ∞, σ² J → C: columns of the covariance.
      double huge = 1e3;
      double[][] c = new double[12][12];
      double[] mean = new double[12];
      try (Pullback<List<Field>> open = prior.linearize(List.of(Field.zeros(space)), huge)) {
        for (int j = 0; j < 12; j++) {
          Field e = Field.zeros(space);
          e.data()[j] = 1;
          float[] column = open.vjp(List.of(e)).get(0).data();
          mean[j] = 0.3;
          for (int i = 0; i < 12; i++) {
            c[i][j] += 0.5 * huge * huge * column[i];
            c[j][i] += 0.5 * huge * huge * column[i];
          }
        }
      }
      assertEquals(0.49, c[0][0], 1e-5);
      GaussianMixture dense = GaussianMixture.gaussian(mean, c);
      Field u = NOISE.normals(0, 0, Purpose.of("u"), Field.zeros(space));
      double[] wide = new double[12];
      for (int i = 0; i < 12; i++) {
        wide[i] = u.data()[i];
      }
      double[] expected = dense.denoise(wide, 0.4);
      float[] actual = prior.denoise(List.of(u), 0.4).get(0).data();
      for (int i = 0; i < 12; i++) {
        assertEquals(expected[i], actual[i], 1e-5);
      }
    }
  }

  @Test
  void drawsHaveThePriorsVariance() {
    Space space = Space.complex(64, 60);
    try (StationaryGaussianPrior prior =
        new StationaryGaussianPrior(space, 0, 0.2, Covariance.EXPONENTIAL, 1)) {
      double sum = 0;
      int n = 20;
      for (int chain = 0; chain < n; chain++) {
        sum += prior.draw(NOISE, chain, 0, Purpose.of("x")).normSquared();
      }
      // 20·7680 components; correlation over about 2π pixels leaves 1/12 of them independent: the
      // relative standard error is √(2·12/153600) = 1.25 %; 5 of them.
      assertEquals(0.04, sum / n / space.components(), 0.04 * 0.0625);
    }
  }

  @Test
  void batchesDoNotMatterToTheBit() {
    Space space = Space.complex(5, 6);
    try (StationaryGaussianPrior prior =
        new StationaryGaussianPrior(space, 0.1, 0.2, Covariance.GAUSSIAN, 2)) {
      Field a = NOISE.normals(0, 0, Purpose.of("a"), Field.zeros(space));
      Field b = NOISE.normals(1, 0, Purpose.of("a"), Field.zeros(space));
      assertArrayEquals(
          prior.denoise(List.of(a, b), 0.3).get(1).data(),
          prior.denoise(List.of(b), 0.3).get(0).data());
    }
  }

  @Test
  void theProviderMakesItForImagesOnly() {
    GaussianProvider provider = new GaussianProvider();
    Options defaults = Options.defaults(provider.options());
    provider.create(defaults, Space.complex(7, 9)).close();
    assertThrows(ShapeMismatchException.class, () -> provider.create(defaults, Space.complex(7)));
  }
}
