package org.tweedie.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;

/** Judges samples by the data and by a reference, in the data's units. */
final class Assessment {
  private Assessment() {}

  /** {@code ‖A x − y‖²/(mσ²)}; empty unless the noise is Gaussian. */
  static Optional<DataFit> dataFit(
      Likelihood likelihood, List<Field> samples, Field mean, Field baseline) {
    Optional<GaussianLikelihood> gaussian =
        likelihood
            .capability(LinearGaussian.class)
            .map(l -> new GaussianLikelihood(l.operator(), l.data(), l.sigma()))
            // Gaussian noise on a nonlinear operator has no capability that says so.
            .or(
                () ->
                    likelihood instanceof GaussianLikelihood g ? Optional.of(g) : Optional.empty());
    return gaussian.map(
        g -> {
          int m = g.data().space().components();
          double[] each = samples.stream().mapToDouble(x -> misfit(g, x)).toArray();
          return new DataFit(each, misfit(g, mean), misfit(g, baseline), Math.sqrt(2.0 / m), m);
        });
  }

  private static double misfit(GaussianLikelihood g, Field x) {
    double r = g.operator().apply(x).subtract(g.data()).normSquared();
    return r / (g.data().space().components() * g.sigma() * g.sigma());
  }

  /** The comparison with a reference of the samples' shape. */
  static Evaluation evaluate(
      Field reference, List<Field> samples, Statistics statistics, Field baseline) {
    Field r = Statistics.magnitude(reference);
    double peak = peak(r);
    return new Evaluation(
        scores(statistics.magnitude(), r, peak),
        scores(Statistics.magnitude(baseline), r, peak),
        samples.stream().map(x -> scores(Statistics.magnitude(x), r, peak)).toList(),
        coverage(r, samples.size(), statistics, -1),
        coverage(r, samples.size(), statistics, 0.1 * peak));
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
