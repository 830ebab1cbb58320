package org.tweedie.api.spi.sampler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;

/**
 * The outcome of a run, in the prior's units.
 *
 * @param samples one per chain, in order
 * @param logWeights logarithms of the importance weights, if the samples are weighted
 * @param logEvidence an estimate of {@code log p(y)} in nats, if the method gives one
 * @param diagnostics further numbers by name
 */
public record SamplerResult(
    List<Field> samples,
    Optional<double[]> logWeights,
    OptionalDouble logEvidence,
    Map<String, Double> diagnostics) {
  /** Copies the collections. */
  public SamplerResult {
    samples = List.copyOf(samples);
    diagnostics = Collections.unmodifiableMap(new LinkedHashMap<>(diagnostics));
  }

  /** Equally weighted samples and nothing else. */
  public static SamplerResult of(List<Field> samples) {
    return new SamplerResult(samples, Optional.empty(), OptionalDouble.empty(), Map.of());
  }
}
