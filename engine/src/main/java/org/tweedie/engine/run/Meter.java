package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.TweedieException;
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

  private static final String OPERATOR = "the operator";
  private static final String CHECK_OPERATOR = "check the measured data and the operator's options";

  private final LongAdder priorEvaluations;
  private final LongAdder priorPullbacks;
  private final LongAdder operatorEvaluations = new LongAdder();
  private final LongAdder projected = new LongAdder();
  private final double[] seconds;
  private final Thread owner = Thread.currentThread();
  private final String prior;
  private final Where where;
  private boolean working;
  private volatile double level = Double.NaN;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;

  /** Where a run is; all its meters know the same. */
  private static final class Where {
    volatile String sampler = "the sampler";
    volatile long step;
  }

  Meter(String prior) {
    this(prior, new LongAdder(), new LongAdder(), new double[Part.values().length], new Where());
  }

  private Meter(
      String prior, LongAdder evaluations, LongAdder pullbacks, double[] seconds, Where where) {
    this.prior = "the prior " + prior;
    this.priorEvaluations = evaluations;
    this.priorPullbacks = pullbacks;
    this.seconds = seconds;
    this.where = where;
  }

  /** A meter for a second prior of the same run: counts and times with this, has its own levels. */
  Meter beside(String other) {
    return new Meter(other, priorEvaluations, priorPullbacks, seconds, where);
  }

  void sampler(String id) {
    where.sampler = "the sampler " + id;
  }

  /** The step that is about to be done: until the prior is asked it has no level. */
  void step(long number) {
    where.step = number;
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

  /** Does work of the prior or the operator; what it throws that is not ours becomes ours. */
  <T> T in(Part part, Supplier<T> work) {
    if (working || Thread.currentThread() != owner) {
      return guarded(part, work);
    }
    working = true;
    long began = System.nanoTime();
    try {
      return guarded(part, work);
    } finally {
      seconds[part.ordinal()] += (System.nanoTime() - began) * 1e-9;
      working = false;
    }
  }

  private <T> T guarded(Part part, Supplier<T> work) {
    try {
      return work.get();
    } catch (TweedieException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      String who = part == Part.PRIOR ? prior : OPERATOR;
      throw new PluginException(
          who + " failed at step " + where.step + ": " + e, "report it to its author", e);
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
    throw blame(OPERATOR, CHECK_OPERATOR, Arrays.asList(arguments));
  }

  /** A number of the operator, which may be infinite. */
  double fromOperator(double value, Field argument) {
    if (!Double.isNaN(value)) {
      return value;
    }
    throw blame(OPERATOR, CHECK_OPERATOR, List.of(argument));
  }

  /** Fails if what the sampler made is not finite. */
  void fromSampler(Collection<Field> values) {
    if (!values.stream().allMatch(Field::isFinite)) {
      throw samplerFailed();
    }
  }

  NumericalFailureException samplerFailed() {
    return new NumericalFailureException(
        where.sampler, where.step, level, "choose smaller steps or weaker guidance");
  }

  private NumericalFailureException blame(
      String culprit, String remedy, Collection<Field> arguments) {
    return arguments.stream().allMatch(Field::isFinite)
        ? new NumericalFailureException(culprit, where.step, level, remedy)
        : samplerFailed();
  }
}
