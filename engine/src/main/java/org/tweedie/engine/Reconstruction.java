package org.tweedie.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/**
 * The outcome of a session. Every image is an element of the operator's image space, in the data's
 * units. Immutable.
 */
public final class Reconstruction {
  /** What a reconstruction is made of. */
  static final class Parts {
    boolean complete;
    List<Field> samples;
    double[] weights;
    List<Boolean> finished;
    OptionalDouble logEvidence;
    Statistics statistics;
    Map<String, List<Field>> unknowns;
    Measurement measurement;
    DataFit dataFit;
    Optional<Evaluation> evaluation;
    List<StepRecord> trace;
    Counts counts;
    Timing timing;
    List<Finding> findings;
    Provenance provenance;
  }

  private final Parts parts;

  Reconstruction(Parts parts) {
    this.parts = parts;
    parts.samples = List.copyOf(parts.samples);
    parts.finished = List.copyOf(parts.finished);
    parts.trace = List.copyOf(parts.trace);
    parts.unknowns = Collections.unmodifiableMap(new LinkedHashMap<>(parts.unknowns));
  }

  /**
   * False if the run was cancelled: then the samples of the group at work are the best estimates so
   * far, and chains that had not begun are absent.
   */
  public boolean complete() {
    return parts.complete;
  }

  /** The samples, in the order of their chains. */
  public List<Field> samples() {
    return parts.samples;
  }

  /** The weight of each sample, with sum 1: a copy. All equal unless the method weighs them. */
  public double[] weights() {
    return parts.weights.clone();
  }

  /** Whether all weights are equal. */
  public boolean equallyWeighted() {
    for (double w : parts.weights) {
      if (Math.abs(w * parts.weights.length - 1) > 1e-9) {
        return false;
      }
    }
    return true;
  }

  /** How many equally weighted samples these are worth: {@code 1/Σw²}. */
  public double effectiveSampleSize() {
    return Pool.effective(parts.weights);
  }

  /** Of each sample, whether its chain reached its last step. */
  public List<Boolean> finished() {
    return parts.finished;
  }

  /** An estimate of {@code log p(y)} in nats, in the data's units, if the sampler gives one. */
  public OptionalDouble logEvidence() {
    return parts.logEvidence;
  }

  /** Mean and spread. */
  public Statistics statistics() {
    return parts.statistics;
  }

  /**
   * The values of unknown parameters by name, one per sample; empty unless the problem is blind.
   */
  public Map<String, List<Field>> unknowns() {
    return parts.unknowns;
  }

  /** What the operator made of the data: baseline, views. */
  public Measurement measurement() {
    return parts.measurement;
  }

  /** What the preparation and the run estimated, assumed or noticed. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(parts.measurement.findings());
    all.addAll(parts.findings);
    return List.copyOf(all);
  }

  /** How well the samples explain the data. */
  public DataFit dataFit() {
    return parts.dataFit;
  }

  /** The comparison with the reference, if one was given. */
  public Optional<Evaluation> evaluation() {
    return parts.evaluation;
  }

  /** Every step. */
  public List<StepRecord> trace() {
    return parts.trace;
  }

  /** Work done. */
  public Counts counts() {
    return parts.counts;
  }

  /** Where the time of the sampling went. */
  public Timing timing() {
    return parts.timing;
  }

  /** How to repeat it. */
  public Provenance provenance() {
    return parts.provenance;
  }
}
