package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.MatrixOperator;
import org.tweedie.conformance.statistics.ChiSquare;

/** The rules P-5 and P-6: Tweedie's formula, where a density or an exact posterior is known. */
abstract class PriorDensityRules extends PriorBench {
  private static final int LARGEST = 64; // components: the operators here are dense

  @Rule("P-5")
  @FiveSeeds
  @Label("P-5 Tweedie's formula: D(u, σ) = u + σ²∇log p_σ(u) for the known density")
  void tweedie(@ForAll long seed) {
    int[] checked = new int[1];
    each(
        seed,
        (prior, space, sample) -> {
          for (double fraction : new double[] {0.05, 0.3, 1.5}) {
            double sigma = level(prior, fraction);
            Optional<ToDoubleFunction<Field>> density = density(prior, space, sigma);
            if (density.isEmpty()) {
              return;
            }
            checked[0]++;
            // Wide points: the formula holds everywhere, and faults hide where images are likely.
            Field u = sample.normal(space).scale(1.5 * scale(prior));
            Field score = one(prior, u, sigma).subtract(u).scale(1 / (sigma * sigma));
            compare(density.get(), u, score, sigma, sample.normal(space));
          }
        });
    if (checked[0] == 0) {
      throw NotTested.untested("no density and no exact posterior is known");
    }
  }

  @Rule("P-6")
  @FiveSeeds
  @Label(
      "P-6 an exact posterior: E[Ax | y] = y + σ²∇log p(y), and draws with its mean and variance")
  void exactPosterior(@ForAll long seed) {
    int[] checked = new int[1];
    each(
        seed,
        (prior, space, sample) -> {
          Optional<ExactPosterior> exact = prior.capability(ExactPosterior.class);
          if (exact.isEmpty() || space.components() > LARGEST) {
            return;
          }
          checked[0]++;
          int m = Math.max(1, space.components() / 2);
          MatrixOperator a =
              new MatrixOperator(
                  space,
                  Space.real(m),
                  Matrix.fill(m, space.components(), (i, j) -> Math.cos(1 + 3 * i + 2 * j)));
          double sigma = 0.4 * scale(prior);
          Field y = a.apply(natural(prior, space, sample)).axpy(sigma, sample.normal(a.range()));
          ExactPosterior.Posterior p = exact.get().posterior(gaussian(a, y, sigma));
          Field score = a.apply(p.mean()).subtract(y).scale(1 / (sigma * sigma));
          compare(
              z -> exact.get().posterior(gaussian(a, z, sigma)).logEvidence(),
              y,
              score,
              sigma,
              sample.normal(a.range()));
          drawsHaveMoments(p, space, seed);
        });
    if (checked[0] == 0) {
      throw NotTested.untested("no space has " + LARGEST + " components or fewer");
    }
  }

  private Optional<ToDoubleFunction<Field>> density(Prior prior, Space space, double sigma) {
    Optional<ExactPosterior> exact = prior.capability(ExactPosterior.class);
    if (exact.isPresent() && space.components() <= LARGEST) {
      // Data y = x + σn have the evidence p_σ(y): the smoothed density itself.
      MatrixOperator identity =
          new MatrixOperator(space, space, Matrix.identity(space.components()));
      return Optional.of(u -> exact.get().posterior(gaussian(identity, u, sigma)).logEvidence());
    }
    return density(space).map(d -> u -> d.log(Coordinates.of(u), sigma));
  }

  private static LinearGaussian gaussian(MatrixOperator a, Field y, double sigma) {
    return new GaussianLikelihood(a, y, sigma).capability(LinearGaussian.class).orElseThrow();
  }

  /** ⟨score, v⟩ against central differences of the log-density along v. */
  private static void compare(
      ToDoubleFunction<Field> logDensity, Field u, Field score, double sigma, Field v) {
    double slope = score.dot(v);
    double numeric = Double.NaN;
    double best = Double.POSITIVE_INFINITY;
    for (double h = 0.3 * sigma; h > 1e-4 * sigma; h /= 4) {
      Field up = u.copy().axpy(h, v);
      Field down = u.copy().axpy(-h, v);
      // The step that float arithmetic took, not the one that was asked for.
      double step = up.copy().subtract(down).norm() / v.norm();
      double d = (logDensity.applyAsDouble(up) - logDensity.applyAsDouble(down)) / step;
      if (Math.abs(d - slope) < best) {
        best = Math.abs(d - slope);
        numeric = d;
      }
    }
    double scale = score.norm() * v.norm() / Math.sqrt(v.data().length);
    if (!(best <= 5e-3 * Math.max(Math.abs(numeric), scale))) {
      throw new Violation(
          "⟨score, v⟩ = central difference of log p along v within 5e-3 at σ = " + show(sigma),
          show(slope) + " and " + show(numeric) + " on " + u.space(),
          Diagnosis.factor(slope, numeric, "the score")
              + "; or a noise level that is off, squared, or of another unit; or a clip");
    }
  }

  private static void drawsHaveMoments(ExactPosterior.Posterior p, Space space, long seed) {
    int n = 200;
    CounterNoise noise = new CounterNoise(seed);
    double[] mean = Coordinates.of(p.mean());
    double[] variance = Coordinates.of(p.variance());
    List<double[]> draws = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      draws.add(Coordinates.of(p.draw(noise, i, 0, Purpose.of("posterior")).require(space, "")));
    }
    for (int c = 0; c < mean.length; c++) {
      double sum = 0;
      for (double[] x : draws) {
        sum += x[c] - mean[c];
      }
      double z2 = sum * sum / (n * variance[c]);
      // Bonferroni over the components keeps the rate of the whole test.
      if (ChiSquare.upper(z2, 1) < LikelihoodRules.FALSE_ALARM / mean.length) {
        throw new Violation(
            "draws with the posterior's mean (z test, false-alarm rate 1e-5)",
            "z = " + show(Math.sqrt(z2)) + " in component " + c,
            "a draw from another law than the mean's");
      }
    }
  }
}
