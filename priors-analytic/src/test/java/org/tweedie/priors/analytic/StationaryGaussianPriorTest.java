package org.tweedie.priors.analytic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.PoissonLikelihood;
import org.tweedie.api.spi.prior.ColouredNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.numerics.dense.Cholesky;
import org.tweedie.numerics.dense.Matrix;
import org.tweedie.numerics.dense.SymmetricEigen;
import org.tweedie.priors.analytic.StationaryGaussianPrior.Covariance;

class StationaryGaussianPriorTest {
  private static final CounterNoise NOISE = new CounterNoise(3);

  @Test
  void whiteIsPixelwise() {
    Space space = Space.complex(3, 5);
    try (StationaryGaussianPrior prior =
        new StationaryGaussianPrior(space, 0.5, 2, Covariance.WHITE, 1)) {
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
    Context defaults = Context.of(Options.defaults(provider.options()));
    try (Prior prior = provider.create(defaults, Space.complex(7, 9))) {
      assertEquals(provider.card(defaults).spaces(), prior.card().spaces());
      assertEquals(provider.card(defaults).description(), prior.card().description());
    }
    assertThrows(ShapeMismatchException.class, () -> provider.create(defaults, Space.complex(7)));
  }

  static Stream<Arguments> priors() {
    return Stream.of(Space.real(4, 3), Space.complex(3, 2), Space.real(1, 5), Space.complex(1, 1))
        .flatMap(s -> Stream.of(Covariance.values()).map(c -> Arguments.of(s, c)));
  }

  private static StationaryGaussianPrior prior(Space space, Covariance covariance) {
    return new StationaryGaussianPrior(space, 0.3, 0.7, covariance, 1.5);
  }

  private static Field normals(Space space, String name) {
    return NOISE.normals(0, 0, Purpose.of(name), Field.zeros(space));
  }

  /** A linear map of fields as the matrix of its real components. */
  private static Matrix matrix(Space domain, UnaryOperator<Field> map) {
    double[][] columns = new double[domain.components()][];
    for (int j = 0; j < columns.length; j++) {
      Field e = Field.zeros(domain);
      e.data()[j] = 1;
      columns[j] = wide(map.apply(e));
    }
    return Matrix.of(columns).transpose();
  }

  private static double[] wide(Field x) {
    double[] out = new double[x.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = x.data()[i];
    }
    return out;
  }

  /**
   * The covariance of {@link #prior} in double precision, from the power spectrum that belongs to
   * its shape in the plane.
   */
  private static Matrix covariance(Space space, Covariance covariance) {
    int ny = space.dim(0);
    int nx = space.dim(1);
    int parts = space.scalar().components();
    double[][] c = new double[space.components()][space.components()];
    double total = 0;
    for (int ky = 0; ky < ny; ky++) {
      for (int kx = 0; kx < nx; kx++) {
        double fy = (double) (ky > (ny - 1) / 2 ? ky - ny : ky) / ny;
        double fx = (double) (kx > (nx - 1) / 2 ? kx - nx : kx) / nx;
        double q = Math.pow(2 * Math.PI * 1.5, 2) * (fx * fx + fy * fy);
        double power =
            switch (covariance) {
              case WHITE -> 1;
              case EXPONENTIAL -> 1 / Math.sqrt(Math.pow(1 + q, 3));
              case GAUSSIAN -> Math.exp(-q / 2);
            };
        total += power;
        for (int i = 0; i < ny * nx; i++) {
          for (int j = 0; j < ny * nx; j++) {
            double phase = fy * (i / nx - j / nx) + fx * (i % nx - j % nx);
            for (int part = 0; part < parts; part++) {
              c[parts * i + part][parts * j + part] += power * Math.cos(2 * Math.PI * phase);
            }
          }
        }
      }
    }
    return Matrix.of(c).times(0.49 / total).symmetrised();
  }

  private static void assertClose(Matrix expected, Matrix actual, double tolerance) {
    for (int i = 0; i < expected.rows(); i++) {
      for (int j = 0; j < expected.columns(); j++) {
        assertEquals(expected.get(i, j), actual.get(i, j), tolerance);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("priors")
  void theRootAppliedTwiceIsTheCovariance(Space space, Covariance covariance) {
    try (StationaryGaussianPrior prior = prior(space, covariance)) {
      ColouredNoise noise = prior.capability(ColouredNoise.class).orElseThrow();
      Matrix root = matrix(space, noise::root);
      Matrix product = matrix(space, noise::product);
      assertClose(covariance(space, covariance), product, 1e-6);
      assertClose(product, root.times(root), 1e-6);
      assertClose(product, product.transpose(), 1e-6);
      assertClose(root, root.transpose(), 1e-6);
      // Positive, up to the rounding of float32.
      for (Matrix m : List.of(product, root)) {
        for (double value : new SymmetricEigen(m.symmetrised()).values()) {
          assertTrue(value > -1e-6, "eigenvalue " + value);
        }
      }
    }
  }

  /** For a pair of neighbours: variance times exp(−r/ℓ), up to what wraps around. */
  @Test
  void theProductIsTheCovarianceOfThePixels() {
    Space space = Space.real(64, 64);
    try (StationaryGaussianPrior prior =
        new StationaryGaussianPrior(space, 0, 2, Covariance.GAUSSIAN, 3)) {
      Field e = Field.zeros(space);
      e.data()[0] = 1;
      float[] column = prior.product(e).data();
      for (int r = 0; r < 12; r++) {
        double expected = 4 * Math.exp(-r * r / 18.0);
        assertEquals(expected, column[r], 1e-4);
        assertEquals(expected, column[64 * r], 1e-4);
      }
    }
  }

  /** {@code μ + C(C + σ²RR)⁻¹(u − μ)} with the matrices of product and root. */
  @ParameterizedTest
  @MethodSource("priors")
  void colouredNoiseIsDenoisedExactly(Space space, Covariance covariance) {
    double sigma = 0.6;
    try (StationaryGaussianPrior prior = prior(space, covariance)) {
      Matrix root = matrix(space, prior::root);
      Field mean = prior.denoise(List.of(Field.zeros(space)), 1e6).get(0);
      Field white = normals(space, "white");
      Field u = prior.draw(NOISE, 0, 0, Purpose.of("x")).axpy(sigma, prior.root(white));
      Matrix c = root.times(root).symmetrised();
      Matrix noisy = c.plus(sigma * sigma, c).plus(Matrix.scalar(c.rows(), 1e-9));
      double[] weights =
          new Cholesky(noisy, "the covariance of u").solve(wide(u.copy().subtract(mean)));
      double[] expected = c.times(weights);
      float[] actual = prior.denoiseColoured(List.of(mean, u), sigma).get(1).data();
      for (int i = 0; i < actual.length; i++) {
        assertEquals(mean.data()[i] + expected[i], actual[i], 2e-5);
      }
      assertArrayEquals(
          mean.data(), prior.denoiseColoured(List.of(mean), sigma).get(0).data(), 1e-6f);
    }
  }

  /** Against the dense Gaussian, conditioned on the data and then denoised. */
  @ParameterizedTest
  @MethodSource("priors")
  void theDenoiserThatKnowsTheDataAgreesWithTheDensePosterior(Space space, Covariance covariance) {
    try (StationaryGaussianPrior prior = prior(space, covariance)) {
      double[] mean = wide(prior.denoise(List.of(Field.zeros(space)), 1e6).get(0));
      GaussianMixture dense =
          GaussianMixture.gaussian(mean, covariance(space, covariance).toArray());
      for (Space range : List.of(Space.real(1), Space.complex(2), Space.real(20))) {
        LinearOperator a = new Dense(space, range);
        Field y = normals(range, "y");
        Field u = normals(space, "u");
        double[] expected =
            dense
                .condition(matrix(space, a::apply).toArray(), wide(y), 0.2)
                .posterior()
                .denoise(wide(u), 0.5);
        float[] actual =
            prior
                .capability(PosteriorDenoiser.class)
                .orElseThrow()
                .denoise(new GaussianLikelihood(a, y, 0.2), List.of(Field.zeros(space), u), 0.5)
                .get(1)
                .data();
        for (int i = 0; i < actual.length; i++) {
          assertEquals(expected[i], actual[i], 5e-6);
        }
      }
    }
  }

  /**
   * Without noise in u nothing is left to say; with nothing but noise there the data alone speak.
   */
  @Test
  void atTheEndsOfTheLevelEitherSideIsBelieved() {
    Space space = Space.complex(6, 5);
    try (StationaryGaussianPrior prior = prior(space, Covariance.EXPONENTIAL)) {
      Field u = normals(space, "u");
      Field y = normals(space, "y");
      GaussianLikelihood precise = new GaussianLikelihood(Operators.identity(space), y, 1e-3);
      float[] clean = prior.denoise(precise, List.of(u), 1e-6).get(0).data();
      assertArrayEquals(u.data(), clean, 1e-5f);
      float[] noise = prior.denoise(precise, List.of(u), 1e6).get(0).data();
      assertArrayEquals(y.data(), noise, 1e-4f);
      // Data that are nothing but noise leave the denoiser that knows none.
      GaussianLikelihood noisy = new GaussianLikelihood(Operators.identity(space), y, 1e6);
      assertArrayEquals(
          prior.denoise(List.of(u), 0.5).get(0).data(),
          prior.denoise(noisy, List.of(u), 0.5).get(0).data(),
          1e-6f);
    }
  }

  @Test
  void otherDataThanLinearGaussianAreRefused() {
    Space space = Space.real(2, 2);
    try (StationaryGaussianPrior prior = prior(space, Covariance.WHITE)) {
      Field zeros = Field.zeros(space);
      PoissonLikelihood counts = PoissonLikelihood.of(Operators.identity(space), zeros, zeros);
      assertThrows(
          UnsupportedProblemException.class, () -> prior.denoise(counts, List.of(zeros), 1));
    }
  }

  @Test
  void capabilitiesAreThoseOfItsClosedForms() {
    Space space = Space.real(2, 2);
    try (Prior prior = prior(space, Covariance.WHITE)) {
      for (Class<? extends Capability> type :
          List.of(
              Denoiser.class,
              DifferentiableDenoiser.class,
              PosteriorDenoiser.class,
              ColouredNoise.class)) {
        assertTrue(prior.capability(type).isPresent(), type.getName());
      }
      assertTrue(prior.capability(Generator.class).isEmpty());
    }
  }

  @Test
  void afterCloseEveryCallFails() {
    Space space = Space.real(2, 2);
    StationaryGaussianPrior prior = prior(space, Covariance.WHITE);
    Field x = Field.zeros(space);
    GaussianLikelihood likelihood = new GaussianLikelihood(Operators.identity(space), x, 1);
    prior.close();
    for (Executable call :
        List.<Executable>of(
            () -> prior.denoise(List.of(x), 1),
            () -> prior.denoise(likelihood, List.of(x), 1),
            () -> prior.linearize(List.of(x), 1),
            () -> prior.root(x),
            () -> prior.product(x),
            () -> prior.denoiseColoured(List.of(x), 1),
            () -> prior.draw(NOISE, 0, 0, Purpose.of("x")))) {
      assertThrows(LifecycleException.class, call);
    }
    prior.close();
  }

  @Test
  void imagesOfAnotherSpaceAreRefused() {
    try (StationaryGaussianPrior prior = prior(Space.real(2, 2), Covariance.GAUSSIAN)) {
      for (Space other : List.of(Space.real(2, 3), Space.complex(2, 2), Space.real(4))) {
        Field wrong = Field.zeros(other);
        GaussianLikelihood likelihood = new GaussianLikelihood(Operators.identity(other), wrong, 1);
        for (Executable call :
            List.<Executable>of(
                () -> prior.denoise(List.of(wrong), 1),
                () -> prior.denoise(likelihood, List.of(Field.zeros(Space.real(2, 2))), 1),
                () -> prior.linearize(List.of(wrong), 1),
                () -> prior.root(wrong),
                () -> prior.product(wrong),
                () -> prior.denoiseColoured(List.of(wrong), 1))) {
          assertThrows(ShapeMismatchException.class, call);
        }
      }
    }
  }

  /** A matrix of normals. */
  private static final class Dense implements LinearOperator {
    private final Space domain;
    private final Space range;
    private final float[] a;

    Dense(Space domain, Space range) {
      this.domain = domain;
      this.range = range;
      this.a = normals(Space.real(range.components(), domain.components()), "matrix").data();
    }

    @Override
    public Space domain() {
      return domain;
    }

    @Override
    public Space range() {
      return range;
    }

    @Override
    public Field apply(Field x) {
      x.require(domain, "the image");
      Field out = Field.zeros(range);
      int n = domain.components();
      for (int i = 0; i < out.data().length; i++) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
          sum += (double) a[i * n + j] * x.data()[j];
        }
        out.data()[i] = (float) sum;
      }
      return out;
    }

    @Override
    public Field adjoint(Field u) {
      u.require(range, "the measurements");
      Field out = Field.zeros(domain);
      int n = domain.components();
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int i = 0; i < u.data().length; i++) {
          sum += (double) a[i * n + j] * u.data()[i];
        }
        out.data()[j] = (float) sum;
      }
      return out;
    }
  }
}
