package org.tweedie.api.spi.sampler;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;

/**
 * What one chain came to, in the prior's units: one or more weighted samples and, from methods that
 * give it, the logarithm of an unbiased estimate of p(y). Chains with evidence are pooled in its
 * proportion, others equally. Immutable.
 */
public final class ChainResult {
  /** Rounding leaves so much of the logarithm of the sum of normalised weights. */
  private static final double NORMAL = 1e-12;

  private final List<Field> samples;
  private final double[] logWeights;
  private final OptionalDouble logEvidence;
  private final Map<String, List<Field>> unknowns;

  private ChainResult(
      List<Field> samples,
      double[] logWeights,
      OptionalDouble logEvidence,
      Map<String, List<Field>> unknowns) {
    if (samples.isEmpty() || samples.size() != logWeights.length) {
      throw new IllegalArgumentException(
          samples.size() + " samples with " + logWeights.length + " weights");
    }
    this.samples = List.copyOf(samples);
    this.logWeights = logWeights;
    this.logEvidence = logEvidence;
    this.unknowns = unknowns;
  }

  /** One sample. */
  public static ChainResult of(Field sample) {
    return of(List.of(sample));
  }

  /** Equally weighted samples, at least one. */
  public static ChainResult of(List<Field> samples) {
    return weighted(samples, new double[samples.size()]);
  }

  /**
   * Weighted samples.
   *
   * @param samples at least one
   * @param logWeights the logarithm of the weight of each, up to a constant; −∞ for none
   */
  public static ChainResult weighted(List<Field> samples, double[] logWeights) {
    return new ChainResult(samples, normalised(logWeights), OptionalDouble.empty(), Map.of());
  }

  /** One result with one sample for each chain. */
  public static List<ChainResult> each(List<Field> samples) {
    return samples.stream().map(ChainResult::of).toList();
  }

  /**
   * The same with an estimate of the evidence.
   *
   * @param estimate the logarithm, in nats, of an unbiased estimate of p(y) in the problem's units;
   *     −∞ for an estimate of 0
   */
  public ChainResult withLogEvidence(double estimate) {
    // Written so that NaN fails.
    if (!(estimate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("log-evidence " + estimate);
    }
    return new ChainResult(samples, logWeights, OptionalDouble.of(estimate), unknowns);
  }

  /**
   * The same with the values of an unknown parameter.
   *
   * @param name the parameter
   * @param values one per sample, in order
   */
  public ChainResult withUnknown(String name, List<Field> values) {
    if (values.size() != samples.size()) {
      throw new IllegalArgumentException(values.size() + " values for " + samples.size());
    }
    Map<String, List<Field>> more = new LinkedHashMap<>(unknowns);
    more.put(name, List.copyOf(values));
    return new ChainResult(samples, logWeights, logEvidence, more);
  }

  /** The samples; not to be written to. */
  public List<Field> samples() {
    return samples;
  }

  /** The logarithms of their weights within the chain, which sum to 1: a copy. */
  public double[] logWeights() {
    return logWeights.clone();
  }

  /** The logarithm of an unbiased estimate of p(y), if the method gives one. */
  public OptionalDouble logEvidence() {
    return logEvidence;
  }

  /** The values of unknown parameters by name, one per sample; not to be written to. */
  public Map<String, List<Field>> unknowns() {
    return Collections.unmodifiableMap(unknowns);
  }

  private static double[] normalised(double[] logWeights) {
    // NaN if any is.
    double max = Arrays.stream(logWeights).max().orElse(0);
    if (!(max < Double.POSITIVE_INFINITY && max > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException("log-weights " + Arrays.toString(logWeights));
    }
    double sum = 0;
    for (double w : logWeights) {
      sum += Math.exp(w - max);
    }
    double total = max + Math.log(sum);
    if (Math.abs(total) < NORMAL) {
      // As they come out of logWeights(): saved and read again they keep every bit.
      return logWeights.clone();
    }
    return Arrays.stream(logWeights).map(w -> w - total).toArray();
  }
}
