package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.reference.Matrix;
import org.tweedie.conformance.reference.Mixture;
import org.tweedie.conformance.statistics.SlicedWasserstein;

/**
 * Samples of one method on a closed-form problem beside the truth.
 *
 * @param samples one per chain
 * @param exact the posterior
 * @param logEvidence what the method estimates of {@code log p(y)}, if it does
 * @param distance sliced Wasserstein-2 distance of the samples to exact draws
 * @param floor the same distance between two sets of exact draws
 * @param evaluations images denoised
 * @param seconds wall time of the run
 */
record Calibration(
    List<double[]> samples,
    Mixture exact,
    OptionalDouble logEvidence,
    double distance,
    double floor,
    long evaluations,
    double seconds) {
  private static final int DIRECTIONS = 256;
  private static final int EXACT_SETS = 4; // averaged, so that the floor is not one draw's luck
  private static final int BATCH = 512; // chains at a time: bounds the memory

  /** Runs the sampler and compares. */
  static Calibration of(Sampler sampler, LawProblem problem, int chains, long seed) {
    List<double[]> samples = new ArrayList<>();
    OptionalDouble evidence = OptionalDouble.empty();
    long evaluations = 0;
    long start = System.nanoTime();
    for (int first = 0; first < chains; first += BATCH) {
      Chains part = new Chains(first, Math.min(BATCH, chains - first));
      try (Run run = sampler.begin(problem.open(), part, new CounterNoise(seed))) {
        while (!run.done()) {
          evaluations += run.advance().priorEvaluations();
        }
        SamplerResult r = run.result();
        evidence = evidence.isPresent() ? evidence : r.logEvidence();
        for (Field x : r.samples()) {
          samples.add(Coordinates.of(x));
        }
      }
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Mixture exact = problem.posterior();
    Random random = new Random(seed);
    SlicedWasserstein sw = new SlicedWasserstein(exact.dimension(), DIRECTIONS, seed);
    List<List<double[]>> truth = new ArrayList<>();
    double distance = 0;
    double floor = 0;
    for (int i = 0; i < EXACT_SETS; i++) {
      List<double[]> set = new ArrayList<>();
      for (int k = 0; k < chains; k++) {
        set.add(exact.draw(random));
      }
      distance += sw.squared(samples, set) / EXACT_SETS;
      for (List<double[]> other : truth) {
        floor += sw.squared(other, set) * 2 / (EXACT_SETS * (EXACT_SETS - 1));
      }
      truth.add(set);
    }
    return new Calibration(
        samples, exact, evidence, Math.sqrt(distance), Math.sqrt(floor), evaluations, seconds);
  }

  double[] mean() {
    double[] m = new double[exact.dimension()];
    for (double[] x : samples) {
      for (int i = 0; i < m.length; i++) {
        m[i] += x[i] / samples.size();
      }
    }
    return m;
  }

  Matrix covariance() {
    double[] m = mean();
    return Matrix.fill(
        m.length,
        m.length,
        (i, j) -> {
          double s = 0;
          for (double[] x : samples) {
            s += (x[i] - m[i]) * (x[j] - m[j]);
          }
          return s / Math.max(1, samples.size() - 1);
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
    for (double[] x : samples) {
      double[] r = exact.responsibilities(x);
      for (int k = 0; k < w.length; k++) {
        w[k] += r[k] / samples.size();
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
