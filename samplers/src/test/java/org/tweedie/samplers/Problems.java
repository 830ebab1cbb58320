package org.tweedie.samplers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.priors.analytic.GaussianMixture;
import org.tweedie.priors.analytic.GaussianMixturePrior;

/** The problems with known answers on which the samplers are tested. */
final class Problems {
  /** G1: prior N(0.5, 0.64), y = 1.5 x + 0.5 n = 1.2; posterior N(0.755621, 0.0946746). */
  static final LawPredictor.GaussianProblem G1 =
      new LawPredictor.GaussianProblem(
          new double[] {0.5},
          new double[][] {{0.64}},
          new double[][] {{1.5}},
          new double[] {1.2},
          0.5);

  /**
   * Two complex unknowns and three real components of data; operator and covariance do not commute.
   */
  static final LawPredictor.GaussianProblem COMPLEX =
      new LawPredictor.GaussianProblem(
          new double[] {0.3, -0.2, 0.1, 0.4},
          new double[][] {
            {0.5, 0.1, -0.15, 0.05},
            {0.1, 0.4, 0.1, -0.1},
            {-0.15, 0.1, 0.6, 0.2},
            {0.05, -0.1, 0.2, 0.3}
          },
          new double[][] {{0.9, -0.3, 0.2, 0}, {0.3, 0.9, 0, 0.2}, {-0.1, 0.5, 0.4, -0.6}},
          new double[] {0.7, -0.4, 0.5},
          0.3);

  /** G2: a mixture in the plane, y = x₁ + x₂/2 + 0.4 n = 0.3. */
  static final GaussianMixture G2 =
      new GaussianMixture(
          new double[] {0.3, 0.7},
          new double[][] {{-1, 0.5}, {1, -0.3}},
          new double[][][] {{{0.04, 0}, {0, 0.04}}, {{0.09, 0}, {0, 0.0225}}});

  private Problems() {}

  /** The problem on fields; complex if the number of unknowns is even and {@code complex}. */
  static Problem problem(LawPredictor.GaussianProblem p, boolean complex) {
    int d = p.mean().length;
    Space domain = complex ? Space.complex(d / 2) : Space.real(d);
    return problem(
        GaussianMixture.gaussian(p.mean(), p.covariance()),
        domain,
        p.operator(),
        p.data(),
        p.sigma());
  }

  /** G2 on fields. */
  static Problem g2() {
    return g2(0.4);
  }

  /** G2 with data of another noise level. */
  static Problem g2(double sigma) {
    return problem(G2, Space.real(2), new double[][] {{1, 0.5}}, new double[] {0.3}, sigma);
  }

  static Problem problem(
      GaussianMixture prior, Space domain, double[][] operator, double[] data, double sigma) {
    Space range = Space.real(data.length);
    Field y = Field.zeros(range);
    for (int i = 0; i < data.length; i++) {
      y.data()[i] = (float) data[i];
    }
    return new Problem(
        new GaussianLikelihood(new DenseOperator(operator, domain, range), y, sigma),
        new GaussianMixturePrior(prior, domain));
  }

  /** A sampler with options given as alternating names and values. */
  static Sampler sampler(SamplerProvider provider, String... options) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      map.put(options[i], options[i + 1]);
    }
    return provider.create(Options.bind(provider.options(), map));
  }

  /** Options with more options behind them; the last of a name counts. */
  static String[] with(String[] options, String... more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }
}
