package org.tweedie.engine.problem;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.field.Field;
import org.tweedie.engine.Counts;
import org.tweedie.engine.Timing;
import org.tweedie.numerics.fft.FftClock;

/**
 * Counts the work that goes through the watched prior and operator, splits the time of the thread
 * that runs between them, and knows the step and level to name when a value is not finite.
 *
 * <p>Counts may come from any thread. Time is that of the running thread alone, so that the parts
 * add up to its wall clock: what other threads do meanwhile is in the part that waits for them.
 */
public final class Meter {
  /** Who has the running thread. */
  public enum Part {
    /** The prior. */
    NETWORK,
    /** The forward operator. */
    OPERATOR,
    /** The sampler and the session. */
    OTHER
  }

  private final LongAdder priorEvaluations = new LongAdder();
  private final LongAdder priorPullbacks = new LongAdder();
  private final LongAdder operatorEvaluations = new LongAdder();
  private final long[] nanos = new long[Part.values().length];
  private final String prior;
  private volatile Thread owner;
  private Part current = Part.OTHER;
  private long since;
  private double fftBefore;
  private volatile boolean paused;
  private volatile String sampler = "the sampler";
  private volatile long step;
  private volatile double level = Double.NaN;

  /**
   * @param prior the name of the prior, for messages
   */
  public Meter(String prior) {
    this.prior = "the prior " + prior;
  }

  /** Names the sampler in messages. */
  public void sampler(String id) {
    sampler = "the sampler " + id;
  }

  /** The step that is about to be done. */
  public void step(long number) {
    step = number;
  }

  /** Begins to share out the time of this thread. */
  public void start() {
    owner = Thread.currentThread();
    current = Part.OTHER;
    java.util.Arrays.fill(nanos, 0);
    since = System.nanoTime();
    fftBefore = FftClock.seconds();
  }

  /** Stops sharing out time. */
  public void stop() {
    enter(Part.OTHER);
    owner = null;
  }

  /** The time between the last start and now, or the stop; to be asked on the thread that runs. */
  public Timing timing() {
    enter(current);
    double network = seconds(Part.NETWORK);
    double operator = seconds(Part.OPERATOR);
    double other = seconds(Part.OTHER);
    return new Timing(
        network, operator, FftClock.seconds() - fftBefore, other, network + operator + other);
  }

  private double seconds(Part part) {
    return nanos[part.ordinal()] * 1e-9;
  }

  /** The counts so far. */
  public Counts counts() {
    return new Counts(priorEvaluations.sum(), priorPullbacks.sum(), operatorEvaluations.sum());
  }

  /** Does work that belongs to nobody's account, such as estimating a norm. */
  public <T> T uncounted(Supplier<T> work) {
    boolean before = paused;
    paused = true;
    try {
      return work.get();
    } finally {
      paused = before;
    }
  }

  <T> T in(Part part, Supplier<T> work) {
    Part before = enter(part);
    try {
      return work.get();
    } finally {
      enter(before);
    }
  }

  void denoised(int images) {
    add(priorEvaluations, images);
  }

  void pulledBack(int images) {
    add(priorPullbacks, images);
  }

  void operated(int times) {
    add(operatorEvaluations, times);
  }

  void level(double sigma) {
    level = sigma;
  }

  /** Fails if a value that the prior returned is not finite. */
  Field fromPrior(Field value) {
    return finite(value, prior, "check the model file and the scale of the data");
  }

  /** Fails if a value that the operator returned is not finite. */
  Field fromOperator(Field value) {
    return finite(value, "the operator", "check the measured data and the operator's options");
  }

  /** Fails if a value that the sampler hands over is not finite: prior and operator are checked. */
  Field fromSampler(Field value) {
    return finite(value, sampler, "choose smaller steps or weaker guidance");
  }

  /** Fails if a number that the operator returned is NaN. */
  double fromOperator(double value) {
    if (Double.isNaN(value)) {
      throw failure("the operator", "check the measured data and the operator's options");
    }
    return value;
  }

  /** Checks a sample that the sampler returned as its result. */
  public Field result(Field value) {
    return fromSampler(value);
  }

  private Field finite(Field value, String culprit, String remedy) {
    if (!value.isFinite()) {
      throw failure(culprit, remedy);
    }
    return value;
  }

  private NumericalFailureException failure(String culprit, String remedy) {
    return new NumericalFailureException(culprit, step, level, remedy);
  }

  private void add(LongAdder to, int n) {
    if (!paused) {
      to.add(n);
    }
  }

  private Part enter(Part part) {
    if (Thread.currentThread() != owner) {
      return part;
    }
    long now = System.nanoTime();
    nanos[current.ordinal()] += now - since;
    since = now;
    Part before = current;
    current = part;
    return before;
  }
}
