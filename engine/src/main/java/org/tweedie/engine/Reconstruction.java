package org.tweedie.engine;

import java.util.ArrayList;
import java.util.Arrays;
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
  private final Builder parts;

  private Reconstruction(Builder parts) {
    this.parts = parts;
  }

  /**
   * A builder: of a complete run with equal weights and nothing else known.
   *
   * @param samples at least one
   * @param measurement what the operator made of the data
   * @param provenance how to repeat it
   * @param dataFit how well the samples explain the data
   */
  public static Builder builder(
      List<Field> samples, Measurement measurement, Provenance provenance, DataFit dataFit) {
    return new Builder(samples, measurement, provenance, dataFit);
  }

  /** Collects the parts of a reconstruction. */
  public static final class Builder {
    private final List<Field> samples;
    private final Measurement measurement;
    private final Provenance provenance;
    private final DataFit dataFit;
    private double[] weights;
    private List<Boolean> finished;
    private boolean complete = true;
    private OptionalDouble logEvidence = OptionalDouble.empty();
    private Statistics statistics;
    private Map<String, List<Field>> unknowns = Map.of();
    private Optional<Evaluation> evaluation = Optional.empty();
    private List<StepRecord> trace = List.of();
    private Counts counts = Counts.NONE;
    private Timing timing = Timing.NONE;
    private List<Finding> findings = List.of();

    private Builder(
        List<Field> samples, Measurement measurement, Provenance provenance, DataFit dataFit) {
      this.samples = List.copyOf(samples);
      this.measurement = measurement;
      this.provenance = provenance;
      this.dataFit = dataFit;
      this.weights = new double[samples.size()];
      Arrays.fill(weights, 1.0 / weights.length);
      this.finished = Collections.nCopies(samples.size(), true);
    }

    /** Weights with sum 1, one a sample. */
    public Builder weights(double[] w) {
      weights = w.clone();
      return this;
    }

    /** Marks the run as cancelled. */
    public Builder cancelled() {
      complete = false;
      return this;
    }

    /** Of each sample, whether its chain reached its last step. */
    public Builder finished(List<Boolean> each) {
      finished = List.copyOf(each);
      return this;
    }

    /** An estimate of {@code log p(y)}. */
    public Builder logEvidence(OptionalDouble estimate) {
      logEvidence = estimate;
      return this;
    }

    /** Mean and spread, if they are known already. */
    public Builder statistics(Statistics s) {
      statistics = s;
      return this;
    }

    /** The values of unknown parameters, one per sample. */
    public Builder unknowns(Map<String, List<Field>> values) {
      unknowns = Collections.unmodifiableMap(new LinkedHashMap<>(values));
      return this;
    }

    /** The comparison with a reference. */
    public Builder evaluation(Optional<Evaluation> e) {
      evaluation = e;
      return this;
    }

    /** Every step. */
    public Builder trace(List<StepRecord> steps) {
      trace = List.copyOf(steps);
      return this;
    }

    /** Work done, and time of the sampling. */
    public Builder work(Counts c, Timing t) {
      counts = c;
      timing = t;
      return this;
    }

    /** What the run noticed. */
    public Builder findings(List<Finding> of) {
      findings = List.copyOf(of);
      return this;
    }

    /** The reconstruction. */
    public Reconstruction build() {
      if (statistics == null) {
        statistics = Statistics.weighted(samples, weights);
      }
      return new Reconstruction(this);
    }
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
