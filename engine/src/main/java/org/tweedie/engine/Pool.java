package org.tweedie.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/**
 * All chains of a run together. Chains that estimate the evidence without bias weigh in its
 * proportion, and then {@code log p(y)} is the logarithm of the mean of their estimates; others
 * weigh the same.
 */
final class Pool {
  private final Setup setup;
  private final List<Field> samples = new ArrayList<>();
  private final List<Boolean> finished = new ArrayList<>();
  private final Map<String, List<Field>> unknowns = new LinkedHashMap<>();
  private final List<StepRecord> trace = new ArrayList<>();
  private final double[] weights;
  private final OptionalDouble logEvidence;
  private final boolean impossible;

  private Pool(Setup setup, List<GroupOutcome> outcomes) {
    this.setup = setup;
    List<ChainResult> chains = outcomes.stream().flatMap(g -> g.results().stream()).toList();
    boolean weighted = chains.stream().allMatch(c -> c.logEvidence().isPresent());
    double[] estimates =
        chains.stream().mapToDouble(c -> weighted ? c.logEvidence().getAsDouble() : 0).toArray();
    double sum = logSumExp(estimates);
    // Where every chain found that the data are impossible, none is better than another.
    impossible = sum == Double.NEGATIVE_INFINITY;
    double[] chainWeights = impossible ? new double[estimates.length] : estimates;
    double total = impossible ? Math.log(estimates.length) : sum;
    List<Double> all = new ArrayList<>();
    int k = 0;
    for (GroupOutcome g : outcomes) {
      trace.addAll(g.trace());
      for (ChainResult c : g.results()) {
        double share = chainWeights[k++] - total;
        for (double w : c.logWeights()) {
          all.add(Math.exp(share + w));
        }
        for (Field x : c.samples()) {
          samples.add(setup.problem().alignment().toData(x));
          finished.add(g.finished());
        }
        c.unknowns()
            .forEach((n, v) -> unknowns.computeIfAbsent(n, key -> new ArrayList<>()).addAll(v));
      }
    }
    weights = all.stream().mapToDouble(Double::doubleValue).toArray();
    logEvidence =
        weighted
            ? OptionalDouble.of(sum - Math.log(chains.size()) + setup.problem().logJacobian())
            : OptionalDouble.empty();
  }

  static Pool of(Setup setup, List<GroupOutcome> outcomes) {
    return new Pool(setup, outcomes);
  }

  Reconstruction reconstruction(boolean complete, Counts counts, Timing timing) {
    Statistics statistics = Statistics.weighted(samples, weights);
    Measurement m = setup.measurement();
    DataFit fit =
        Assessment.dataFit(
            new Fitted(m.likelihood(), unknowns),
            samples,
            weights,
            statistics.mean(),
            m.baseline());
    Reconstruction.Builder r =
        Reconstruction.builder(samples, m, setup.provenance(), fit)
            .weights(weights)
            .finished(finished)
            .logEvidence(logEvidence)
            .statistics(statistics)
            .unknowns(unknowns)
            .evaluation(
                setup
                    .request()
                    .reference()
                    .map(x -> Assessment.evaluate(x, samples, weights, statistics, m.baseline())))
            .trace(trace)
            .work(counts, timing)
            .findings(findings());
    return complete ? r.build() : r.cancelled().build();
  }

  private List<Finding> findings() {
    List<Finding> all = new ArrayList<>(setup.problem().findings());
    if (impossible) {
      all.add(
          Finding.warning(
              "weights",
              "every chain estimates p(y) as 0, so the samples weigh the same and say little: take"
                  + " more particles or steps, or check the noise level"));
    }
    double effective = effective(weights);
    if (effective < 0.5 * weights.length) {
      all.add(
          Finding.warning(
              "weights",
              "the weights of the "
                  + weights.length
                  + " samples are so uneven that they count as "
                  + Math.round(10 * effective) / 10.0
                  + ": take more samples, or a method that spreads its weights"));
    }
    return all;
  }

  /** {@code 1/Σw²}: how many equally weighted samples these are worth. */
  static double effective(double[] weights) {
    return 1 / Arrays.stream(weights).map(w -> w * w).sum();
  }

  private static double logSumExp(double[] v) {
    double max = Arrays.stream(v).max().orElse(0);
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    return max + Math.log(Arrays.stream(v).map(x -> Math.exp(x - max)).sum());
  }
}
