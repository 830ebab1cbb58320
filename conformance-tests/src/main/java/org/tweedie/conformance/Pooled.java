package org.tweedie.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.conformance.reference.Coordinates;
import org.tweedie.conformance.statistics.Cloud;

/**
 * The chains of a run together, as their user gets them: chains with an unbiased estimate of p(y)
 * weigh in its proportion, others alike.
 *
 * @param cloud the samples in the order of their chains, with their weights
 * @param logEvidence the logarithm of the mean of the estimates, if every chain has one
 */
record Pooled(Cloud cloud, OptionalDouble logEvidence) {
  static Pooled of(List<ChainResult> chains) {
    boolean estimated = chains.stream().allMatch(c -> c.logEvidence().isPresent());
    double[] evidence =
        chains.stream().mapToDouble(c -> estimated ? c.logEvidence().getAsDouble() : 0).toArray();
    double most = Arrays.stream(evidence).max().orElse(0);
    List<double[]> points = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int k = 0; k < evidence.length; k++) {
      for (double w : chains.get(k).logWeights()) {
        weights.add(Math.exp(evidence[k] - most + w));
      }
      for (Field x : chains.get(k).samples()) {
        points.add(Coordinates.of(x));
      }
    }
    double mean = Arrays.stream(evidence).map(e -> Math.exp(e - most)).average().orElse(0);
    return new Pooled(
        Cloud.weighted(points, weights.stream().mapToDouble(w -> w).toArray()),
        estimated ? OptionalDouble.of(most + Math.log(mean)) : OptionalDouble.empty());
  }
}
