package org.tweedie.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Measurement;

/**
 * The outcome of a session. Every image is an element of the operator's image space, in the data's
 * units.
 *
 * @param complete false if the run was cancelled: then the samples of the group at work are the
 *     best estimates so far, and chains that had not begun are absent
 * @param samples one per chain, in the order of the chains
 * @param finished of each sample, whether its chain reached its last step
 * @param logWeights logarithms of the importance weights, if the samples are weighted
 * @param logEvidence an estimate of {@code log p(y)} in nats, in the data's units, if the sampler
 *     gives one for all chains together
 * @param statistics mean and spread
 * @param measurement what the operator made of the data: baseline, views, findings
 * @param dataFit how well the samples explain the data, for Gaussian noise
 * @param evaluation the comparison with the reference, if one was given
 * @param trace every step
 * @param counts work done by the sampler, as counted outside it
 * @param reported work done as the sampler reported it, step by step; an honest sampler's is {@code
 *     counts} less what it did before its first step
 * @param timing where the time went
 * @param diagnostics further numbers that the sampler gives; with several groups of chains a name
 *     is followed by "@" and the group's first chain
 * @param provenance how to repeat it
 */
public record Reconstruction(
    boolean complete,
    List<Field> samples,
    List<Boolean> finished,
    Optional<double[]> logWeights,
    OptionalDouble logEvidence,
    Statistics statistics,
    Measurement measurement,
    Optional<DataFit> dataFit,
    Optional<Evaluation> evaluation,
    List<TraceEntry> trace,
    Counts counts,
    Counts reported,
    Timing timing,
    Map<String, Double> diagnostics,
    Provenance provenance) {
  /** Copies the collections. */
  public Reconstruction {
    samples = List.copyOf(samples);
    finished = List.copyOf(finished);
    trace = List.copyOf(trace);
    diagnostics = Collections.unmodifiableMap(new LinkedHashMap<>(diagnostics));
  }
}
