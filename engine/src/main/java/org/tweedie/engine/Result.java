package org.tweedie.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.sampler.SamplerResult;

/**
 * Makes a reconstruction of what the groups of chains came to.
 *
 * @param setup what ran
 * @param outcomes by group
 * @param trace every step
 * @param counts work done
 * @param timing time taken
 */
record Result(
    Setup setup,
    List<GroupOutcome> outcomes,
    List<TraceEntry> trace,
    Counts counts,
    Timing timing) {

  Reconstruction reconstruction(boolean complete) {
    List<Field> samples = new ArrayList<>();
    List<Boolean> finished = new ArrayList<>();
    for (GroupOutcome g : outcomes) {
      for (Field x : g.result().samples()) {
        samples.add(setup.problem().alignment().toData(x));
        finished.add(g.finished());
      }
    }
    Optional<double[]> logWeights = logWeights();
    Statistics statistics =
        logWeights
            .map(w -> Statistics.weighted(samples, normalised(w)))
            .orElseGet(() -> Statistics.of(samples));
    Measurement m = setup.measurement();
    return new Reconstruction(
        complete,
        samples,
        finished,
        logWeights,
        logEvidence(),
        statistics,
        m,
        Assessment.dataFit(m.likelihood(), samples, statistics.mean(), m.baseline()),
        setup
            .request()
            .reference()
            .map(r -> Assessment.evaluate(r, samples, statistics, m.baseline())),
        trace,
        counts,
        trace.stream().map(TraceEntry::report).map(Counts::of).reduce(Counts.NONE, Counts::plus),
        timing,
        diagnostics(),
        setup.provenance());
  }

  private Optional<double[]> logWeights() {
    if (outcomes.stream().anyMatch(g -> g.result().logWeights().isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        outcomes.stream()
            .flatMapToDouble(g -> java.util.Arrays.stream(g.result().logWeights().get()))
            .toArray());
  }

  private static double[] normalised(double[] logWeights) {
    double max = java.util.Arrays.stream(logWeights).max().orElseThrow();
    double[] w = java.util.Arrays.stream(logWeights).map(l -> Math.exp(l - max)).toArray();
    double sum = java.util.Arrays.stream(w).sum();
    return java.util.Arrays.stream(w).map(v -> v / sum).toArray();
  }

  /** A density of y/g is g^m times that of y. */
  private OptionalDouble logEvidence() {
    SamplerResult r = outcomes.get(0).result();
    if (outcomes.size() > 1 || r.logEvidence().isEmpty()) {
      return OptionalDouble.empty();
    }
    boolean rescaled =
        setup.problem().problem().likelihood().capability(LinearGaussian.class).isPresent();
    int m = setup.measurement().likelihood().data().space().components();
    double jacobian = rescaled ? m * Math.log(setup.problem().alignment().gain()) : 0;
    return OptionalDouble.of(r.logEvidence().getAsDouble() - jacobian);
  }

  private Map<String, Double> diagnostics() {
    Map<String, Double> all = new LinkedHashMap<>();
    for (GroupOutcome g : outcomes) {
      String suffix = outcomes.size() == 1 ? "" : "@" + g.chains().first();
      g.result().diagnostics().forEach((k, v) -> all.put(k + suffix, v));
    }
    return all;
  }
}
