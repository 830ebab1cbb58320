package org.tweedie.engine.run;

import java.util.List;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.api.spi.sampler.Unknown;

/**
 * Drives a kernel for chains that run together, every method alike: checks what it requires, calls
 * init and step, fails on a state that is not finite, and gives the state to whoever saves it.
 */
public final class ChainRun {
  private final String sampler;
  private final Kernel kernel;
  private final PreparedProblem problem;
  private final Chains chains;
  private final Workbench bench;
  private State state;
  private long step;

  private ChainRun(
      String id, Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    this.sampler = id;
    this.problem = problem;
    this.chains = chains;
    this.bench = new Workbench(problem.problem(), chains, noise);
    problem.meter().sampler(id);
    this.kernel =
        guarded(
            () -> {
              problem.require(id, sampler);
              return sampler.kernel(problem.problem());
            });
  }

  /**
   * Begins: makes the first state.
   *
   * @param id the sampler's id, for messages
   * @param sampler the method
   * @param problem the problem
   * @param chains which chains
   * @param noise the only source of randomness
   * @throws UnsupportedProblemException if a requirement is not met, or the sampler leaves an
   *     unknown parameter alone
   */
  public static ChainRun begin(
      String id, Sampler sampler, PreparedProblem problem, Chains chains, Noise noise) {
    ChainRun run = new ChainRun(id, sampler, problem, chains, noise);
    problem.meter().step(0);
    run.bench.begin(0);
    run.state = run.checked(run.guarded(() -> run.kernel.init(run.bench)));
    // What is wrong with the results should be known now, not after the last step.
    run.results();
    return run;
  }

  /**
   * Goes on from a state that {@link #state} gave at a step; with the same sampler, problem, chains
   * and noise the outcome is that of a run that was never interrupted.
   *
   * @param step steps done when it was given
   * @param state the state
   */
  public static ChainRun resume(
      String id,
      Sampler sampler,
      PreparedProblem problem,
      Chains chains,
      Noise noise,
      long step,
      State state) {
    ChainRun run = new ChainRun(id, sampler, problem, chains, noise);
    if (step < 0 || step > run.steps()) {
      throw new StateMismatchException(
          "the saved state is at step " + step + " of " + run.steps(),
          "resume with the options that wrote it");
    }
    run.step = step;
    run.state = run.checked(state);
    return run;
  }

  /** The chains. */
  public Chains chains() {
    return chains;
  }

  /** Steps planned in all; the run may end earlier. */
  public long steps() {
    return guarded(kernel::steps);
  }

  /** Steps done. */
  public long step() {
    return step;
  }

  /** True if no step is left. */
  public boolean done() {
    return step >= steps() || guarded(() -> kernel.done(state, step));
  }

  /** The state: all that {@link #resume} needs. */
  public State state() {
    return state;
  }

  /**
   * Does one step.
   *
   * @throws org.tweedie.api.error.NumericalFailureException if prior, operator or sampler make a
   *     value that is not finite
   * @throws LifecycleException if no step is left
   */
  public StepRecord advance() {
    if (done()) {
      throw new LifecycleException(
          "a run was advanced after its last step", "stop when done() is true");
    }
    problem.meter().step(step);
    bench.begin(step);
    state = checked(guarded(() -> kernel.step(bench, state)));
    return new StepRecord(chains, step++, problem.meter().level(), bench.notes());
  }

  /**
   * What the chains came to, one result a chain: final if {@link #done()}, else the best so far.
   */
  public List<ChainResult> results() {
    List<ChainResult> results = guarded(() -> kernel.result(state));
    if (results.size() != chains.count()) {
      throw new ShapeMismatchException(
          "the sampler " + sampler + " returned " + results.size() + " results",
          "one for each of " + chains.count() + " chains",
          "report it to the sampler's author");
    }
    results.forEach(this::check);
    return results;
  }

  private void check(ChainResult r) {
    check(r.samples(), problem.problem().space(), "a sample");
    for (Unknown u : problem.problem().unknowns()) {
      String name = u.parameter().name();
      List<Field> values = r.unknowns().get(name);
      if (values == null) {
        throw new UnsupportedProblemException(
            "the sampler " + sampler + " does not estimate the unknown parameter '" + name + "'",
            "choose a sampler for blind problems, or take the parameter as known");
      }
      check(values, u.parameter().space(), "a value of the parameter " + name);
    }
  }

  private void check(List<Field> values, Space space, String what) {
    values.forEach(x -> x.require(space, what));
    problem.meter().fromSampler(values);
  }

  private State checked(State s) {
    s.fields().values().forEach(problem.meter()::fromSampler);
    for (double[] numbers : s.numbers().values()) {
      for (double v : numbers) {
        if (Double.isNaN(v)) {
          throw problem.meter().samplerFailed();
        }
      }
    }
    return s;
  }

  private interface Work<T> {
    T get();
  }

  /** Calls the kernel; what it throws that is not ours becomes ours. */
  private <T> T guarded(Work<T> work) {
    try {
      return work.get();
    } catch (TweedieException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(
          "the sampler " + sampler + " failed at step " + step + ": " + e,
          "report it to the sampler's author",
          e);
    }
  }
}
