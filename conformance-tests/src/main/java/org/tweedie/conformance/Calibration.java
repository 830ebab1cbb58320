package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.Cloud;
import org.tweedie.conformance.statistics.SlicedWasserstein;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;

/**
 * Samples of one method on a closed-form problem beside the truth.
 *
 * @param chains how many there were
 * @param pooled all their samples
 * @param exact the posterior
 * @param distance sliced Wasserstein-2 distance of the samples to exact draws, of which there are
 *     as many as the samples are worth
 * @param floor the same distance between two sets of exact draws
 * @param evaluations images denoised
 * @param seconds wall time of the run
 */
record Calibration(
    int chains,
    Pooled pooled,
    Mixture exact,
    double distance,
    double floor,
    long evaluations,
    double seconds) {
  private static final int DIRECTIONS = 256;
  private static final int EXACT_SETS = 4; // averaged, so that the floor is not one draw's luck
  private static final int BATCH = 512; // samples at a time: bounds the memory

  /**
   * Runs the sampler and compares.
   *
   * @param id names the sampler in messages
   * @param samples how many there are to be at least
   */
  static Calibration of(String id, Sampler sampler, LawProblem problem, int samples, long seed) {
    int each = sampler.samplesPerChain();
    int chains = (int) (((long) samples + each - 1) / each);
    int together = Math.max(1, BATCH / each);
    PreparedProblem prepared = problem.open();
    List<ChainResult> results = new ArrayList<>();
    long start = System.nanoTime();
    for (int first = 0; first < chains; first += together) {
      Chains part = new Chains(first, Math.min(together, chains - first));
      ChainRun run = ChainRun.begin(id, sampler, prepared, part, new CounterNoise(seed));
      results.addAll(Runs.finish(run));
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Pooled pooled = Pooled.of(results);
    Mixture exact = problem.posterior();
    Random random = new Random(seed);
    List<Cloud> clouds = new ArrayList<>(List.of(pooled.cloud()));
    for (int i = 0; i < EXACT_SETS; i++) {
      List<double[]> set = new ArrayList<>();
      for (long k = Math.max(1, Math.round(pooled.cloud().effective())); k > 0; k--) {
        set.add(exact.draw(random));
      }
      clouds.add(Cloud.of(set));
    }
    double[][] squared = new SlicedWasserstein(exact.dimension(), DIRECTIONS, seed).squared(clouds);
    double distance = 0;
    double floor = 0;
    for (int i = 1; i <= EXACT_SETS; i++) {
      distance += squared[0][i] / EXACT_SETS;
      for (int j = 1; j < i; j++) {
        floor += squared[i][j] * 2 / (EXACT_SETS * (EXACT_SETS - 1));
      }
    }
    return new Calibration(
        chains,
        pooled,
        exact,
        Math.sqrt(distance),
        Math.sqrt(floor),
        prepared.counts().priorEvaluations(),
        seconds);
  }

  List<double[]> samples() {
    return pooled.cloud().points();
  }

  double[] weights() {
    return pooled.cloud().weights();
  }

  double[] mean() {
    double[] m = new double[exact.dimension()];
    for (int k = 0; k < weights().length; k++) {
      for (int i = 0; i < m.length; i++) {
        m[i] += weights()[k] * samples().get(k)[i];
      }
    }
    return m;
  }

  /** Divided by 1 − Σw², which is (n − 1)/n for n equal weights. */
  Matrix covariance() {
    double[] m = mean();
    double share = Math.max(1e-12, 1 - 1 / pooled.cloud().effective());
    return Matrix.fill(
        m.length,
        m.length,
        (i, j) -> {
          double s = 0;
          for (int k = 0; k < weights().length; k++) {
            double[] x = samples().get(k);
            s += weights()[k] * (x[i] - m[i]) * (x[j] - m[j]);
          }
          return s / share;
        });
  }

  /** {@code √max(0, SW2² − floor²)} in units of the rms posterior standard deviation. */
  double excess() {
    double rms = Math.sqrt(exact.covariance().trace() / exact.dimension());
    return Math.sqrt(Math.max(0, distance * distance - floor * floor)) / rms;
  }

  /** Standard deviation of the samples over that of the posterior, by coordinate. */
  double[] deviationRatio() {
    Matrix seen = covariance();
    Matrix wanted = exact.covariance();
    double[] r = new double[exact.dimension()];
    for (int i = 0; i < r.length; i++) {
      r[i] = Math.sqrt(seen.get(i, i) / wanted.get(i, i));
    }
    return r;
  }

  /** The weight of each mode among the samples: the mean of its responsibilities. */
  double[] modeWeights() {
    double[] w = new double[exact.components()];
    for (int k = 0; k < weights().length; k++) {
      double[] r = exact.responsibilities(samples().get(k));
      for (int mode = 0; mode < w.length; mode++) {
        w[mode] += weights()[k] * r[mode];
      }
    }
    return w;
  }

  /** Half the sum of the differences between sampled and exact weights of the modes. */
  double totalVariation() {
    double[] w = modeWeights();
    double s = 0;
    for (int k = 0; k < w.length; k++) {
      s += Math.abs(w[k] - exact.weight(k)) / 2;
    }
    return s;
  }
}
