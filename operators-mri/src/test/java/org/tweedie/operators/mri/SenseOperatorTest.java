package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.numerics.fft.CentredFft;
import org.tweedie.numerics.krylov.Lanczos;

class SenseOperatorTest {
  /** Float32 arithmetic, sums over up to a few thousand terms. */
  private static final double TOLERANCE = 2e-6;

  record Case(String mask, int coils, int ny, int nx) {
    SenseOperator operator() {
      return new SenseOperator(pattern(this), maps(), 1e-6, 500);
    }

    Field maps() {
      return normals(Space.complex(coils, ny, nx), 7);
    }
  }

  static Stream<Case> cases() {
    return Stream.of("full", "columns", "rows", "one", "scattered")
        .flatMap(
            mask ->
                Stream.of(
                    new Case(mask, 1, 1, 1),
                    new Case(mask, 2, 1, 7),
                    new Case(mask, 3, 5, 1),
                    new Case(mask, 1, 8, 6),
                    new Case(mask, 3, 9, 14),
                    new Case(mask, 8, 23, 10)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsTheMaskedTransformOfEachCoilImage(Case c) {
    SenseOperator a = c.operator();
    Field x = normals(a.domain(), 1);
    Field images = Field.zeros(Space.complex(c.coils, c.ny, c.nx));
    for (int i = 0; i < images.data().length; i++) {
      images.data()[i] = x.data()[i % x.data().length];
    }
    Field kspace = CentredFft.forward(Sensitivities.multiply(c.maps(), images));
    Field expected = pattern(c).gather(kspace);
    assertEquals(0, a.apply(x).subtract(expected).norm() / kspace.norm(), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theAdjointIsTheAdjoint(Case c) {
    SenseOperator a = c.operator();
    Field x = normals(a.domain(), 1);
    Field u = normals(a.range(), 2);
    double scale = x.norm() * u.norm() * norm(a);
    assertEquals(a.apply(x).dot(u) / scale, x.dot(a.adjoint(u)) / scale, TOLERANCE);
    assertEquals(
        0, a.applyNormal(x).subtract(a.adjoint(a.apply(x))).norm() / (scale * norm(a)), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itIsLinear(Case c) {
    SenseOperator a = c.operator();
    Field x = normals(a.domain(), 1);
    Field y = normals(a.domain(), 2);
    Field sum = a.apply(x.copy().axpby(2, -3, y));
    Field parts = a.apply(x).axpby(2, -3, a.apply(y));
    assertEquals(0, sum.subtract(parts).norm() / (x.norm() * norm(a)), 4 * TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void conjugateGradientsSolve(Case c) {
    SenseOperator a = c.operator();
    Field b = normals(a.domain(), 3);
    NormalSolve solve = a.capability(NormalSolve.class).orElseThrow();
    assertEquals(1e-6, solve.accuracy().tolerance());
    double lambda = 0.1 * norm(a) * norm(a);
    Field x = solve.solve(NormalSystem.of(lambda, b)).x();
    Field residual = a.adjoint(a.apply(x)).axpy(lambda, x).subtract(b);
    assertEquals(0, residual.norm() / b.norm(), 1e-5);
    // Starting at the solution costs the residual and at most a little polish.
    assertTrue(solve.solve(NormalSystem.of(lambda, b).from(x)).operatorEvaluations() <= 6);
  }

  /** The norm of the error that was allowed is that of A*A + λ, in the units of the samples. */
  @ParameterizedTest
  @MethodSource("cases")
  void aSolveThatMayErrCostsLessAndErrsNoMore(Case c) {
    SenseOperator a = c.operator();
    NormalSolve solve = a.capability(NormalSolve.class).orElseThrow();
    double lambda = 0.01 * norm(a) * norm(a);
    Field b = a.adjoint(a.apply(normals(a.domain(), 3))).axpy(lambda, normals(a.domain(), 4));
    NormalSolve.Solution exact = solve.solve(NormalSystem.of(lambda, b));
    double allowed = 0.05 * energyNorm(a, lambda, exact.x());
    NormalSolve.Solution rough = solve.solve(NormalSystem.of(lambda, b).within(allowed));
    Field error = rough.x().copy().subtract(exact.x());
    assertTrue(energyNorm(a, lambda, error) <= 1.1 * allowed);
    assertTrue(rough.operatorEvaluations() <= exact.operatorEvaluations());
  }

  private static double energyNorm(SenseOperator a, double lambda, Field x) {
    return Math.sqrt(a.apply(x).normSquared() + lambda * x.normSquared());
  }

  @Test
  void theNormIsBoundedAndTheBoundIsAttainedWithoutAMask() {
    SenseOperator masked = new Case("scattered", 3, 9, 14).operator();
    Field start = normals(masked.domain(), 1);
    double estimate =
        Math.sqrt(Lanczos.largestEigenvalue(masked::applyNormal, start, 1e-4, 500).lower());
    assertTrue(estimate <= norm(masked) * (1 + 1e-5));
    SenseOperator full = new Case("full", 3, 9, 14).operator();
    // The spectrum of A*A is Σ|S|² itself.
    assertEquals(
        norm(full),
        Math.sqrt(Lanczos.largestEigenvalue(full::applyNormal, start, 1e-4, 500).upper()),
        1e-4 * norm(full));
  }

  /** Its scale goes with that of 1/A, and nothing else changes. */
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 1e-6f, 1e6f})
  void theRegularisedImageDoesNotDependOnTheScaleOfTheMaps(float scale) {
    Case c = new Case("columns", 3, 23, 10);
    SenseOperator a = c.operator();
    SenseOperator b = new SenseOperator(pattern(c), c.maps().scale(scale), 1e-6, 500);
    Field y = normals(a.range(), 2);
    Field x = a.regularised(0.01, a.adjoint(y)).x();
    Field scaled = b.regularised(0.01, b.adjoint(y)).x().scale(scale);
    assertEquals(0, scaled.subtract(x).norm() / x.norm(), 1e-4);
  }

  @Test
  void oneUnitCoilHasClosedForms() {
    Case c = new Case("scattered", 1, 9, 14);
    Field map = normals(Space.complex(1, 9, 14), 5);
    for (int i = 0; i < map.data().length; i += 2) {
      double m = Math.hypot(map.data()[i], map.data()[i + 1]);
      map.data()[i] /= (float) m;
      map.data()[i + 1] /= (float) m;
    }
    SenseOperator a = new SenseOperator(pattern(c), map, 1e-6, 100);
    Field x = normals(a.domain(), 1);
    Field y = normals(a.range(), 2);
    SpectralDecomposition svd = a.capability(SpectralDecomposition.class).orElseThrow();
    PseudoInverse inverse = a.capability(PseudoInverse.class).orElseThrow();
    NormalSolve solve = a.capability(NormalSolve.class).orElseThrow();

    assertEquals(0, svd.synthesise(svd.analyse(x)).subtract(x).norm() / x.norm(), TOLERANCE);
    Field filtered = svd.analyse(x);
    Field s = svd.singularValues();
    for (int i = 0; i < s.data().length; i++) {
      filtered.data()[i] *= s.data()[i];
    }
    Field direct = svd.analyseData(a.apply(x));
    assertEquals(0, filtered.subtract(direct).norm() / x.norm(), TOLERANCE);
    assertEquals(0, a.apply(inverse.pseudoInverse(y)).subtract(y).norm() / y.norm(), TOLERANCE);
    NormalSolve.Solution solution = solve.solve(NormalSystem.of(0.3, x).from(x));
    Field residual = a.applyNormal(solution.x()).axpy(0.3, solution.x()).subtract(x);
    assertEquals(0, residual.norm() / x.norm(), TOLERANCE);
    assertTrue(solve.accuracy().isExact() && inverse.accuracy().isExact());
    assertEquals(0, solution.operatorEvaluations());
  }

  @Test
  void severalCoilsHaveNoClosedForms() {
    SenseOperator a = new Case("scattered", 2, 8, 6).operator();
    assertFalse(a.capability(SpectralDecomposition.class).isPresent());
    assertFalse(a.capability(PseudoInverse.class).isPresent());
  }

  @Test
  void manyThreadsGetTheSameBits() throws Exception {
    SenseOperator a = new Case("scattered", 8, 45, 28).operator();
    Field x = normals(a.domain(), 1);
    Field y = a.apply(x);
    Field z = a.adjoint(y);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      Callable<float[][]> both =
          () -> {
            Field v = a.apply(x);
            return new float[][] {v.data(), a.adjoint(v).data(), a.applyNormal(x).data()};
          };
      float[] normal = a.applyNormal(x).data();
      for (var f : pool.invokeAll(Collections.nCopies(200, both))) {
        assertArrayEquals(y.data(), f.get()[0]);
        assertArrayEquals(z.data(), f.get()[1]);
        assertArrayEquals(normal, f.get()[2]);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void otherSpacesAreRefused() {
    SenseOperator a = new Case("scattered", 2, 8, 6).operator();
    for (Field wrong : List.of(Field.zeros(Space.real(8, 6)), Field.zeros(Space.complex(6, 8)))) {
      assertThrows(ShapeMismatchException.class, () -> a.apply(wrong));
      assertThrows(ShapeMismatchException.class, () -> a.adjoint(wrong));
      assertThrows(ShapeMismatchException.class, () -> a.applyNormal(wrong));
      assertThrows(
          ShapeMismatchException.class,
          () -> a.capability(NormalSolve.class).orElseThrow().solve(NormalSystem.of(1, wrong)));
    }
  }

  private static double norm(SenseOperator a) {
    return a.capability(NormBound.class).orElseThrow().norm();
  }

  private static SamplingPattern pattern(Case c) {
    return switch (c.mask) {
      case "full" -> new SamplingPattern(SamplingMasks.full(c.ny, c.nx));
      case "columns" -> new SamplingPattern(SamplingMasks.uniform(c.ny, c.nx, 3, 1));
      case "rows" -> new SamplingPattern(transpose(SamplingMasks.uniform(c.nx, c.ny, 3, 1)));
      case "one" -> new SamplingPattern(one(c.ny, c.nx));
      default -> new SamplingPattern(scattered(c.ny, c.nx));
    };
  }

  private static Field one(int ny, int nx) {
    Field mask = Field.zeros(Space.real(ny, nx));
    mask.data()[ny * nx / 3] = 1;
    return mask;
  }

  private static Field scattered(int ny, int nx) {
    return SamplingMasks.points(ny, nx, 2, Math.min(2, Math.min(ny, nx)) / 2, new CounterNoise(3));
  }

  private static Field transpose(Field mask) {
    int n = mask.space().dim(0);
    int m = mask.space().dim(1);
    Field out = Field.zeros(Space.real(m, n));
    for (int i = 0; i < n * m; i++) {
      out.data()[i % m * n + i / m] = mask.data()[i];
    }
    return out;
  }

  private static Field normals(Space space, int step) {
    return new CounterNoise(11).normals(0, step, Purpose.of("test"), Field.zeros(space));
  }
}
