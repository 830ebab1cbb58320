package org.tweedie.numerics.krylov;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.numerics.krylov.ConjugateGradients.Stop;

class KrylovTest {
  private static final Space SPACE = Space.real(4);
  private static final float[] EIGENVALUES = {1, 2, 4, 4};

  /** diag(1, 2, 4, 4): three distinct eigenvalues, so three iterations are exact in theory. */
  private static Field diagonal(Field x) {
    Field y = x.copy();
    for (int i = 0; i < 4; i++) {
      y.data()[i] *= EIGENVALUES[i];
    }
    return y;
  }

  @Test
  void conjugateGradientsEndAfterAsManyStepsAsDistinctEigenvalues() {
    Field b = Field.wrap(SPACE, new float[] {1, 1, 1, 2});
    var s =
        ConjugateGradients.solve(
            KrylovTest::diagonal, b, Field.zeros(SPACE), new Stop(1e-5, 0, 10));
    assertEquals(3, s.iterations());
    assertArrayEquals(new float[] {1, 0.5f, 0.25f, 0.5f}, s.x().data(), 1e-6f);
    assertTrue(s.relativeResidual() <= 1e-5);
  }

  @Test
  void aWarmStartAtTheSolutionCostsNothingAndAnExhaustedBudgetSaysSo() {
    Field b = Field.wrap(SPACE, new float[] {1, 1, 1, 2});
    Field x = Field.wrap(SPACE, new float[] {1, 0.5f, 0.25f, 0.5f});
    assertEquals(
        0,
        ConjugateGradients.solve(KrylovTest::diagonal, b, x, new Stop(1e-6, 0, 10)).iterations());
    var cut =
        ConjugateGradients.solve(KrylovTest::diagonal, b, Field.zeros(SPACE), new Stop(1e-6, 0, 1));
    assertEquals(1, cut.iterations());
    double residual = diagonal(cut.x()).subtract(b).norm() / b.norm();
    assertEquals(residual, cut.relativeResidual(), 1e-6);
    assertTrue(residual > 1e-6);
  }

  @Test
  void rowsAreSolvedLikeOneLongVector() {
    // 3 rows of 700: longer than the lanes of the sums, and no multiple of them
    int rows = 3;
    int width = 700;
    float[] diagonal = new float[rows * width];
    float[][] b = new float[rows][width];
    float[][] x = new float[rows][width];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = 1 + i % 5;
      b[i / width][i % width] = 1 + i % 7;
    }
    var ending =
        ConjugateGradients.solve(
            (p, out) -> {
              for (int i = 0; i < diagonal.length; i++) {
                out[i / width][i % width] = diagonal[i] * p[i / width][i % width];
              }
            },
            b,
            x,
            new Stop(1e-5, 0, 10));
    assertEquals(5, ending.iterations(), "as many as distinct eigenvalues");
    for (int i = 0; i < diagonal.length; i++) {
      assertEquals(b[i / width][i % width] / diagonal[i], x[i / width][i % width], 1e-4);
    }
  }

  /** The spectra of A*A, in [0, 1], that the promise about the error is kept on. */
  enum Spectrum {
    UNIFORM,
    /** From 1e-4 to 1, as many in each decade. */
    LOGARITHMIC,
    /** 40 between ½ and 1, which go in a few steps, then a plateau at 1e-4 to 1e-3. */
    FORTY_LARGE,
    /** A masked transform. */
    HALF_NULL,
    /** Many small, few near 1, as coils at high acceleration. */
    SENSE;

    double[] draw(int n, Random random) {
      double[] s = new double[n];
      for (int i = 0; i < n; i++) {
        double u = random.nextDouble();
        s[i] =
            switch (this) {
              case UNIFORM -> u;
              case LOGARITHMIC -> Math.pow(10, -4 * u);
              case FORTY_LARGE -> i < 40 ? 1 - 0.5 * u : 1e-4 * (1 + 9 * u);
              case HALF_NULL -> i % 2;
              case SENSE -> u * u * u;
            };
      }
      return s;
    }
  }

  /**
   * The error against the closed form, for draws' right-hand sides {@code A*y + λ(…)} with noise of
   * variance λ, cold and warm. Where an iteration ends for its error, that is within a tenth of
   * what was allowed. At λ = 1e-6 single precision may end it first, and says so by the residual.
   */
  @ParameterizedTest
  @EnumSource
  void theErrorIsWhatWasAllowed(Spectrum spectrum) {
    int n = 4000;
    Random random = new Random(2);
    Space space = Space.real(n);
    int ended = 0;
    for (double lambda : new double[] {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 1e2, 1e4}) {
      double[] d = Arrays.stream(spectrum.draw(n, random)).map(s -> s + lambda).toArray();
      double unit = Math.sqrt(n * lambda);
      Field b = Field.zeros(space);
      Field warm = Field.zeros(space);
      for (int i = 0; i < n; i++) {
        double x = random.nextGaussian() * (i < 40 ? 30 : 1);
        double noise = Math.sqrt((d[i] - lambda) * lambda) * random.nextGaussian();
        b.data()[i] = (float) ((d[i] - lambda) * x + noise);
        warm.data()[i] =
            (float) (b.data()[i] / d[i] + 0.9 * Math.sqrt(lambda / d[i]) * random.nextGaussian());
      }
      for (Field start : List.of(Field.zeros(space), warm)) {
        for (double share : new double[] {0.2, 0.1, 0.05}) {
          Stop stop = new Stop(1e-6, share * unit, lambda, 1000);
          var s = ConjugateGradients.solve(x -> times(d, x), b, start, stop);
          double squared = 0;
          for (int i = 0; i < n; i++) {
            double e = s.x().data()[i] - b.data()[i] / d[i];
            squared += d[i] * e * e;
          }
          if (s.relativeResidual() > 1e-6 && s.iterations() < 1000) {
            String where = spectrum + ", λ " + lambda + ", share " + share;
            assertTrue(
                Math.sqrt(squared) <= 1.1 * stop.error(),
                where + ": " + Math.sqrt(squared) / stop.error());
            ended++;
          }
        }
      }
    }
    // Two distinct eigenvalues make two steps exact.
    assertTrue(ended >= (spectrum == Spectrum.HALF_NULL ? 0 : 24), ended + " of 54 ended for it");
  }

  private static Field times(double[] d, Field x) {
    Field y = x.copy();
    for (int i = 0; i < d.length; i++) {
      y.data()[i] = (float) (d[i] * y.data()[i]);
    }
    return y;
  }

  /** Without a bound on the eigenvalues the last two steps must do; more error costs less. */
  @Test
  void anAllowedErrorEndsTheIterationEarly() {
    int n = 400;
    Space space = Space.real(n);
    double[] d = IntStream.range(0, n).mapToDouble(i -> 1 + i * 0.5).toArray();
    UnaryOperator<Field> m = x -> times(d, x);
    Field b = Field.zeros(space);
    for (int i = 0; i < n; i++) {
      b.data()[i] = 1 + i % 7;
    }
    Field zero = Field.zeros(space);
    int whole = ConjugateGradients.solve(m, b, zero, new Stop(1e-6, 0, 500)).iterations();
    int before = 0;
    for (double allowed : new double[] {3, 1, 0.1, 0.01}) {
      var rough = ConjugateGradients.solve(m, b, zero, new Stop(1e-6, allowed, 500));
      var s = ConjugateGradients.solve(m, b, zero, new Stop(1e-6, allowed, 1, 500));
      assertTrue(rough.iterations() <= s.iterations());
      assertTrue(rough.iterations() > before && s.iterations() < whole, s.iterations() + "");
      before = rough.iterations();
    }
  }

  @Test
  void aCallerGetsExactlyTheStepsItAskedFor() {
    double[] d = IntStream.range(0, 400).mapToDouble(i -> 1 + i * 0.5).toArray();
    Field b = Field.zeros(Space.real(400)).fill(1);
    for (int steps : new int[] {0, 1, 5, 12}) {
      AtomicInteger applied = new AtomicInteger();
      var s =
          ConjugateGradients.solve(
              x -> {
                applied.incrementAndGet();
                return times(d, x);
              },
              b,
              Field.zeros(b.space()),
              Stop.after(steps));
      assertEquals(steps, s.iterations());
      assertEquals(steps, applied.get());
    }
    // At the solution there is nothing to step to.
    var s = ConjugateGradients.solve(Field::copy, b, Field.zeros(b.space()), Stop.after(5));
    assertEquals(1, s.iterations());
  }

  /** Easy and hard members, one that is done at once, one that starts at its solution. */
  @Test
  void membersOfABatchAreSolvedAsIfAlone() {
    int n = 300;
    Space space = Space.real(n);
    double[][] d = new double[4][n];
    List<Field> b = new ArrayList<>();
    List<Field> start = new ArrayList<>();
    Random random = new Random(4);
    for (int k = 0; k < 4; k++) {
      Field right = Field.zeros(space);
      for (int i = 0; i < n; i++) {
        d[k][i] = 1 + Math.pow(10, k) * random.nextDouble();
        right.data()[i] = k == 1 ? 0 : (float) random.nextGaussian();
      }
      b.add(right);
      start.add(k == 2 ? right.copy() : Field.zeros(space));
    }
    Stop stop = new Stop(1e-5, 0.01, 1, 100);
    List<ConjugateGradients.Solution> all =
        ConjugateGradients.solveAll(
            x -> IntStream.range(0, 4).mapToObj(k -> times(d[k], x.get(k))).toList(),
            b,
            start,
            stop);
    for (int k = 0; k < 4; k++) {
      double[] dk = d[k];
      var alone = ConjugateGradients.solve(x -> times(dk, x), b.get(k), start.get(k), stop);
      assertArrayEquals(alone.x().data(), all.get(k).x().data());
      assertEquals(alone.iterations(), all.get(k).iterations());
      assertEquals(alone.relativeResidual(), all.get(k).relativeResidual());
    }
    assertEquals(0, all.get(1).iterations());
    assertTrue(all.get(3).iterations() > all.get(0).iterations());
  }

  @Test
  void theSolutionForNothingIsNothing() {
    Field x = Field.wrap(SPACE, new float[] {1, 2, 3, 4});
    var s =
        ConjugateGradients.solve(
            KrylovTest::diagonal, Field.zeros(SPACE), x, new Stop(1e-6, 0, 10));
    assertEquals(0, s.x().norm());
  }
}
