package org.tweedie.operators.mri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.numerics.statistics.Quantiles;

/** Noise mixed among the channels by I + ½ N, N of real standard normals, at 64 x 64. */
class WhiteningTest {
  private static final int COILS = 8;
  private static final int SIZE = 64;
  private static final double SIGMA = 0.02;

  private final double[][] mixing = mixing();
  private final Whitening whitening =
      new Whitening(mix(normals(Space.complex(COILS, 4096), "scan")));

  private static double[][] mixing() {
    Random random = new Random(8);
    double[][] m = new double[COILS][COILS];
    for (int i = 0; i < COILS; i++) {
      for (int j = 0; j < COILS; j++) {
        m[i][j] = (i == j ? 1 : 0) + 0.5 * random.nextGaussian();
      }
    }
    return m;
  }

  private Field mix(Field white) {
    int n = white.data().length / COILS;
    Field out = Field.zeros(white.space());
    for (int i = 0; i < COILS; i++) {
      for (int j = 0; j < COILS; j++) {
        for (int k = 0; k < n; k++) {
          out.data()[i * n + k] += (float) (SIGMA * mixing[i][j] * white.data()[j * n + k]);
        }
      }
    }
    return out;
  }

  /**
   * 4096 samples: the covariance of white channels is I within 2 to 3 %, mixing errors included.
   */
  @Test
  void whitenedNoiseIsUncorrelatedAndOfOneLevel() {
    Field white = whitening.apply(mix(normals(Space.complex(COILS, 4096), "other")));
    int n = white.data().length / COILS;
    for (int a = 0; a < COILS; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += (double) white.data()[a * n + k] * white.data()[b * n + k];
        }
        double variance = whitening.sigma() * whitening.sigma();
        assertEquals(a == b ? 1 : 0, sum / n / variance, 0.08);
      }
    }
  }

  @Test
  void whatWasWhitenedCanBeUndone() {
    Field x = normals(Space.complex(COILS, 5, 7), "x");
    assertEquals(0, whitening.undo(whitening.apply(x)).subtract(x).norm() / x.norm(), 1e-5);
  }

  @Test
  void normalisedMapsHaveUnitLengthInTheChannelsAsMeasured() {
    Field truth = CoilRing.sensitivities(COILS, 8, 6);
    Field seen = whitening.apply(truth);
    double[] power = Sensitivities.sumOfSquares(seen);
    Field unit = seen.copy();
    for (int i = 0; i < unit.data().length; i++) {
      unit.data()[i] /= (float) Math.sqrt(power[i / 2 % power.length]);
    }
    // The true maps have unit length where they were measured: they come back.
    Field back = whitening.normalise(unit);
    assertEquals(0, back.subtract(seen).norm() / seen.norm(), 1e-5);
    Field none = Field.zeros(Space.complex(COILS, 2, 2));
    assertEquals(0, whitening.normalise(none).norm());
  }

  /** A noise scan makes the image better, and leaves its units and shading alone. */
  @Test
  void aNoiseScanKeepsTheUnitsOfAnImageWithEstimatedMaps() {
    Field mask = SamplingMasks.lines(SIZE, SIZE, 2, 20, new CounterNoise(1));
    SamplingPattern pattern = new SamplingPattern(mask);
    Field image = Field.zeros(Space.complex(SIZE, SIZE));
    for (int p = 0; p < SIZE * SIZE; p++) {
      double a = (p / SIZE - 32) / 26.0;
      double b = (p % SIZE - 32) / 22.0;
      double inside = 0.6 + 0.3 * Math.cos(6 * a) * Math.cos(5 * b);
      image.data()[2 * p] = (float) (a * a + b * b < 1 ? inside : 0);
    }
    Field maps = CoilRing.sensitivities(COILS, SIZE, SIZE);
    Field y = new SenseOperator(pattern, maps, 1e-5, 1).apply(image);
    y.add(mix(normals(y.space(), "noise")));

    double without = psnr(image, pattern, y, estimated(pattern, y));
    Field white = whitening.apply(y);
    Field unit = estimated(pattern, white);
    double with = psnr(image, pattern, white, whitening.normalise(unit));
    assertTrue(without > 20, "without a scan " + without);
    assertTrue(with > without, "with a scan " + with + ", without " + without);
    assertTrue(psnr(image, pattern, white, unit) < without - 10, "or the test shows nothing");
  }

  private static Field estimated(SamplingPattern pattern, Field y) {
    Field kspace = pattern.scatter(y);
    Calibration block = Calibration.find(pattern, 24, 6);
    Field maps = new Espirit(6, 0.001, 0.8).estimate(block.cut(kspace), SIZE, SIZE).maps();
    PhaseReference.LOW_RESOLUTION.apply(maps, kspace, block);
    return maps;
  }

  /** Of magnitudes, in dB, with the largest of the image as peak. */
  private static double psnr(Field image, SamplingPattern pattern, Field y, Field maps) {
    SenseOperator a = new SenseOperator(pattern, maps, 1e-5, 100);
    float[] x = Quantiles.magnitude(a.regularised(0.01, a.adjoint(y)).x());
    float[] truth = Quantiles.magnitude(image);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares += (x[i] - truth[i]) * (x[i] - truth[i]) / x.length;
    }
    return 10 * Math.log10(Math.pow(Quantiles.quantile(truth, 1), 2) / squares);
  }

  private static Field normals(Space space, String purpose) {
    return new CounterNoise(5).normals(0, 0, Purpose.of(purpose), Field.zeros(space));
  }
}
