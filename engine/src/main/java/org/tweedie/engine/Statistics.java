package org.tweedie.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.numerics.statistics.Quantiles;

/**
 * Mean and spread of samples. With weights w (Σw = 1) means are weighted, and variances are divided
 * by {@code 1 − Σw²}, which is {@code (n − 1)/n} for n equal weights. One sample has spread 0.
 *
 * @param mean the mean, in the space of the samples: complex samples have a complex mean
 * @param standardDeviation of each real component: of the real and of the imaginary part
 * @param magnitude {@code |mean|}, real: what pictures and metrics show of the mean
 * @param magnitudeMean the mean of {@code |x|}, real: the centre of {@code
 *     magnitudeStandardDeviation}; exceeds {@code magnitude} where phases differ
 * @param magnitudeStandardDeviation the standard deviation of {@code |x|}, real: what pictures show
 *     of the spread
 */
public record Statistics(
    Field mean,
    Field standardDeviation,
    Field magnitude,
    Field magnitudeMean,
    Field magnitudeStandardDeviation) {

  /**
   * The statistics of equally weighted samples.
   *
   * @param samples at least one, all in one space
   */
  public static Statistics of(List<Field> samples) {
    double[] w = new double[samples.size()];
    java.util.Arrays.fill(w, 1.0 / w.length);
    return weighted(samples, w);
  }

  /**
   * The statistics of weighted samples.
   *
   * @param samples at least one, all in one space
   * @param weights one per sample, at least 0, with sum 1
   */
  public static Statistics weighted(List<Field> samples, double[] weights) {
    Moments plain = Moments.of(samples, UnaryOperator.identity(), weights);
    Moments sizes = Moments.of(samples, Statistics::magnitude, weights);
    return new Statistics(
        plain.mean(), plain.deviation(), magnitude(plain.mean()), sizes.mean(), sizes.deviation());
  }

  /** {@code |x|} of every element: a new real field of the same shape. */
  public static Field magnitude(Field x) {
    return Field.wrap(x.space().with(Scalar.REAL), Quantiles.magnitude(x));
  }
}
