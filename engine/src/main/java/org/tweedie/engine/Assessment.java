package org.tweedie.engine;

import java.util.List;
import java.util.OptionalDouble;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;

/** Judges samples by the data and by a reference, in the data's units. */
final class Assessment {
  private Assessment() {}

  /** The data fit by the likelihood's own measure, in the data's units. */
  static DataFit dataFit(
      Fitted fitted, List<Field> samples, double[] weights, Field mean, Field baseline) {
    double[] each = new double[samples.size()];
    double average = 0;
    for (int i = 0; i < each.length; i++) {
      each[i] = fit(fitted.of(i), samples.get(i));
      average += weights[i] * each[i];
    }
    Likelihood ofMean = fitted.ofMean(weights);
    Field explained = measure(ofMean, mean);
    return new DataFit(
        each,
        average,
        ofMean.dataFit(explained),
        fit(fitted.start(), baseline),
        ofMean.dataFitDeviation(explained),
        ofMean.data().space().components());
  }

  private static double fit(Likelihood l, Field x) {
    return l.dataFit(measure(l, x));
  }

  private static Field measure(Likelihood l, Field x) {
    ForwardOperator a = l.operator();
    return a.apply(a.linear().isPresent() ? x : a.admissible().project(x));
  }

  /** The comparison with a reference of the samples' shape. */
  static Evaluation evaluate(
      Field reference,
      List<Field> samples,
      double[] weights,
      Statistics statistics,
      Field baseline) {
    // Uneven weights leave fewer samples than there are.
    int n = (int) Math.max(1, Math.round(Pool.effective(weights)));
    Field r = Statistics.magnitude(reference);
    double peak = peak(r);
    return new Evaluation(
        scores(statistics.magnitude(), r, peak),
        scores(Statistics.magnitude(baseline), r, peak),
        samples.stream().map(x -> scores(Statistics.magnitude(x), r, peak)).toList(),
        coverage(r, n, statistics, -1),
        coverage(r, n, statistics, 0.1 * peak));
  }

  private static double peak(Field r) {
    double peak = 0;
    for (float v : r.data()) {
      peak = Math.max(peak, v);
    }
    if (peak == 0) {
      throw new InvalidInputException("the reference image is all zero", "give the true image");
    }
    return peak;
  }

  private static Scores scores(Field x, Field r, double peak) {
    double error = x.copy().subtract(r).normSquared();
    double mse = error / r.data().length;
    return new Scores(
        10 * Math.log10(peak * peak / mse),
        Similarity.ssim(x, r, peak),
        Math.sqrt(error / r.normSquared()));
  }

  /** See {@link Evaluation}: the prediction interval for one more draw, where r exceeds a floor. */
  private static OptionalDouble coverage(Field r, int n, Statistics s, double floor) {
    if (n < 2) {
      return OptionalDouble.empty();
    }
    double factor = StudentT.quantile95(n - 1) * Math.sqrt(1 + 1.0 / n);
    float[] truth = r.data();
    float[] mean = s.magnitudeMean().data();
    float[] deviation = s.magnitudeStandardDeviation().data();
    int inside = 0;
    int all = 0;
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] > floor) {
        all++;
        if (Math.abs(truth[i] - mean[i]) <= factor * deviation[i]) {
          inside++;
        }
      }
    }
    return OptionalDouble.of((double) inside / all);
  }
}
