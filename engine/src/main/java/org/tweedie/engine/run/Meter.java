package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.field.Field;

/**
 * Counts the work that goes through a prepared problem, tells how much of the running thread's time
 * is the prior's and the operator's, and names who made a value that is not finite.
 *
 * <p>Counts may come from any thread. Time is that of the running thread alone: what other threads
 * do meanwhile is in the part that waits for them.
 */
final class Meter {
  /** Whose work. */
  enum Part {
    PRIOR,
    OPERATOR
  }

  private final LongAdder priorEvaluations;
  private final LongAdder priorPullbacks;
  private final LongAdder operatorEvaluations = new LongAdder();
  private final LongAdder projected = new LongAdder();
  private final double[] seconds;
  private final Thread owner = Thread.currentThread();
  private final String prior;
  private boolean working;
  private volatile String sampler = "the sampler";
  private volatile long step;
  private volatile double level = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  Meter(String prior) {
    this(prior, new LongAdder(), new LongAdder(), new double[Part.values().length]);
  }

  private Meter(String prior, LongAdder evaluations, LongAdder pullbacks, double[] seconds) {
    this.prior = "the prior " + prior;
    this.priorEvaluations = evaluations;
    this.priorPullbacks = pullbacks;
    this.seconds = seconds;
  }

  /** A meter for a second prior of the same run: counts and times with this, has its own levels. */
  Meter beside(String other) {
    return new Meter(other, priorEvaluations, priorPullbacks, seconds);
  }

  void sampler(String id) {
    sampler = "the sampler " + id;
  }

  /** The step that is about to be done: until the prior is asked it has no level. */
  void step(long number) {
    step = number;
    level = Double.NaN;
  }

  double level() {
    return level;
  }

  void level(double sigma) {
    level = sigma;
    lowest = Math.min(lowest, sigma);
    highest = Math.max(highest, sigma);
  }

  double lowestLevel() {
    return lowest;
  }

  double highestLevel() {
    return highest;
  }

  Counts counts() {
    return new Counts(priorEvaluations.sum(), priorPullbacks.sum(), operatorEvaluations.sum());
  }

  /** Components that lay outside the operator's domain and were projected onto it. */
  long projected() {
    return projected.sum();
  }

  void projected(int components) {
    projected.add(components);
  }

  double seconds(Part part) {
    return seconds[part.ordinal()];
  }

  /** Does work of the prior or the operator. */
  <T> T in(Part part, Supplier<T> work) {
    if (working || Thread.currentThread() != owner) {
      return work.get();
    }
    working = true;
    long began = System.nanoTime();
    try {
      return work.get();
    } finally {
      seconds[part.ordinal()] += (System.nanoTime() - began) * 1e-9;
      working = false;
    }
  }

  void denoised(int images) {
    priorEvaluations.add(images);
  }

  void pulledBack(int images) {
    priorPullbacks.add(images);
  }

  void operated(int times) {
    operatorEvaluations.add(times);
  }

  /** The prior's results, if all are finite; else it or whoever gave it such arguments is named. */
  List<Field> fromPrior(List<Field> values, Collection<Field> arguments) {
    if (values.stream().allMatch(Field::isFinite)) {
      return values;
    }
    throw blame(prior, "check the model file and the scale of the data", arguments);
  }

  /** Like {@link #fromPrior}, for the operator. */
  Field fromOperator(Field value, Field... arguments) {
    if (value.isFinite()) {
      return value;
    }
    throw blame(
        "the operator",
        "check the measured data and the operator's options",
        Arrays.asList(arguments));
  }

  /** A number of the operator, which may be infinite. */
  double fromOperator(double value, Field argument) {
    if (!Double.isNaN(value)) {
      return value;
    }
    throw blame(
        "the operator", "check the measured data and the operator's options", List.of(argument));
  }

  /** Fails if what the sampler made is not finite. */
  void fromSampler(Collection<Field> values) {
    if (!values.stream().allMatch(Field::isFinite)) {
      throw samplerFailed();
    }
  }

  NumericalFailureException samplerFailed() {
    return new NumericalFailureException(
        sampler, step, level, "choose smaller steps or weaker guidance");
  }

  private NumericalFailureException blame(
      String culprit, String remedy, Collection<Field> arguments) {
    return arguments.stream().allMatch(Field::isFinite)
        ? new NumericalFailureException(culprit, step, level, remedy)
        : samplerFailed();
  }
}
