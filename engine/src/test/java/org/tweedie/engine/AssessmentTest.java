package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;

/** Statistics, data fit and scores against closed forms and numbers from SciPy. */
class AssessmentTest {
  private static Field random(Space space, int chain) {
    return new CounterNoise(3).normals(chain, 0, Purpose.of("t"), Field.zeros(space));
  }

  private static Evaluation evaluate(Field reference, List<Field> samples, Field baseline) {
    return Assessment.evaluate(
        reference, samples, equal(samples.size()), Statistics.of(samples), baseline);
  }

  private static double[] equal(int n) {
    double[] w = new double[n];
    java.util.Arrays.fill(w, 1.0 / n);
    return w;
  }

  @Test
  void scoresEqualThoseOfAnIndependentImplementation() {
    Field r = Field.zeros(Space.real(24, 30));
    Field x = Field.zeros(Space.real(24, 30));
    for (int i = 0; i < 24; i++) {
      for (int j = 0; j < 30; j++) {
        double v = 0.5 + 0.5 * Math.sin(0.3 * i) * Math.cos(0.2 * j);
        r.data()[i * 30 + j] = (float) v;
        x.data()[i * 30 + j] = (float) (v + 0.1 * Math.sin(1.7 * i + 0.9 * j));
      }
    }
    Scores s = evaluate(r, List.of(x), x.copy()).samples().get(0);
    // NumPy and SciPy: the same formulas with a two-dimensional window.
    assertEquals(0.833929035952113, s.ssim(), 1e-6);
    assertEquals(23.0639942676154, s.psnr(), 1e-4);
    assertEquals(0.12738524739366283, s.nrmse(), 1e-6);
  }

  @Test
  void anImageIsPerfectlySimilarToItself() {
    Field r = Statistics.magnitude(random(Space.complex(2, 12, 13), 0));
    assertEquals(1, Similarity.ssim(r, r, 1), 1e-12);
    assertTrue(Double.isNaN(Similarity.ssim(random(Space.real(5, 40), 0), r, 1)));
  }

  @Test
  void metricsIgnoreThePhase() {
    Field x = random(Space.complex(12, 12), 0);
    Field turned = x.copy();
    for (int i = 0; i < 144; i++) {
      turned.data()[2 * i] = -x.data()[2 * i + 1];
      turned.data()[2 * i + 1] = x.data()[2 * i];
    }
    Scores s = evaluate(x, List.of(turned), turned).mean();
    assertEquals(0, s.nrmse(), 1e-6);
  }

  @Test
  void coverageOfExchangeableDrawsIsNinetyPercent() {
    // 40 000 pixels: a standard error of 0.15 %; the tolerance is 4 of them.
    Space space = Space.real(200, 200);
    for (int n : new int[] {2, 3, 12}) {
      List<Field> samples = new ArrayList<>();
      for (int k = 1; k <= n; k++) {
        samples.add(positive(k));
      }
      Evaluation e = evaluate(positive(0), samples, Field.zeros(space));
      assertEquals(0.9, e.coverage().getAsDouble(), 0.006);
      assertEquals(e.coverage(), e.coverageInside());
    }
    List<Field> one = List.of(positive(1));
    Evaluation e = evaluate(positive(0), one, positive(2));
    assertTrue(e.coverage().isEmpty());
  }

  /** Normal, far enough from 0 for the magnitude to leave it normal. */
  private static Field positive(int chain) {
    Field x = random(Space.real(200, 200), chain);
    for (int i = 0; i < x.data().length; i++) {
      x.data()[i] += 10;
    }
    return x;
  }

  @Test
  void studentsQuantilesAreThoseOfTheTables() {
    // SciPy: t.ppf(0.95, n).
    int[] degrees = {1, 2, 5, 10, 11, 15, 30, 120};
    double[] quantiles = {
      6.313751514675037, 2.9199855803537242, 2.0150483733330233, 1.8124611228116756,
      1.7958848187040433, 1.753050355692572, 1.697260886593957, 1.6576508993552352
    };
    for (int i = 0; i < degrees.length; i++) {
      assertEquals(quantiles[i], StudentT.quantile95(degrees[i]), 5e-5);
    }
  }

  @Test
  void theTruthFitsTheDataToWithinItsSpread() {
    Space space = Space.complex(100, 100);
    Field truth = random(space, 0);
    Toys.Diagonal a = Toys.Diagonal.on(space);
    double sigma = 0.3;
    Field y = a.apply(truth).axpy(sigma, random(space, 1));
    List<Field> samples = List.of(truth, Field.zeros(space));
    Fitted fitted = new Fitted(new GaussianLikelihood(a, y, sigma), Map.of());
    DataFit fit =
        Assessment.dataFit(fitted, samples, new double[] {0.75, 0.25}, truth, Field.zeros(space));
    assertEquals(20000, fit.measurements());
    assertEquals(0.01, fit.spread(), 1e-12);
    assertEquals(1, fit.samples()[0], 4 * fit.spread());
    double ofZero = y.normSquared() / (20000 * sigma * sigma);
    assertEquals(ofZero, fit.samples()[1], 1e-3);
    assertEquals(fit.samples()[0], fit.mean());
    assertEquals(ofZero, fit.baseline(), 1e-3);
    assertEquals(0.75 * fit.samples()[0] + 0.25 * fit.samples()[1], fit.average(), 1e-12);
  }

  @Test
  void coverageCountsTheSamplesThatUnevenWeightsLeave() {
    // Weights of 3 samples that count as 2: the interval is that of 2 draws, with 1 degree.
    Space space = Space.real(200, 200);
    List<Field> samples = List.of(positive(1), positive(2), positive(3));
    double[] w = {0.5, 0.5, 0};
    Evaluation e =
        Assessment.evaluate(
            positive(0), samples, w, Statistics.weighted(samples, w), Field.zeros(space));
    assertEquals(0.9, e.coverage().getAsDouble(), 0.006);
  }

  @Test
  void statisticsOfThreeComplexNumbers() {
    Space space = Space.complex(1);
    List<Field> x =
        List.of(
            Field.wrap(space, new float[] {3, 4}),
            Field.wrap(space, new float[] {0, 1}),
            Field.wrap(space, new float[] {3, -2}));
    Statistics s = Statistics.of(x);
    assertArrayEquals(new float[] {2, 1}, s.mean().data());
    assertArrayEquals(new float[] {(float) Math.sqrt(3), 3}, s.standardDeviation().data(), 1e-6f);
    assertEquals(Math.sqrt(5), s.magnitude().data()[0], 1e-6);
    double third = Math.sqrt(13);
    double mean = (5 + 1 + third) / 3;
    assertEquals(mean, s.magnitudeMean().data()[0], 1e-6);
    double variance =
        (Math.pow(5 - mean, 2) + Math.pow(1 - mean, 2) + Math.pow(third - mean, 2)) / 2;
    assertEquals(Math.sqrt(variance), s.magnitudeStandardDeviation().data()[0], 1e-6);
  }

  @Test
  void weightsCountLikeRepetitionsInTheMean() {
    Space space = Space.real(1);
    Field a = Field.wrap(space, new float[] {1});
    Field b = Field.wrap(space, new float[] {4});
    Statistics s = Statistics.weighted(List.of(a, b), new double[] {1.0 / 3, 2.0 / 3});
    assertEquals(3, s.mean().data()[0], 1e-6);
    // Σw(x − 3)²/(1 − Σw²) = (4/3 + 2/3)/(4/9).
    assertEquals(Math.sqrt(4.5), s.standardDeviation().data()[0], 1e-6);
    Statistics one = Statistics.weighted(List.of(a, b), new double[] {1, 0});
    assertEquals(0, one.standardDeviation().data()[0]);
  }

  @Test
  void anEmptyReferenceIsRefused() {
    List<Field> x = List.of(random(Space.real(12, 12), 0));
    assertThrows(
        InvalidInputException.class, () -> evaluate(Field.zeros(Space.real(12, 12)), x, x.get(0)));
  }
}
