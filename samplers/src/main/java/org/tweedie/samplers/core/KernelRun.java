package org.tweedie.samplers.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StateSink;
import org.tweedie.api.spi.sampler.StepReport;

/** Drives a {@link Kernel}: life cycle, counting, saving and resuming. */
final class KernelRun<S> implements Run {
  private final String sampler;
  private final Kernel<S> kernel;
  private final Chains chains;
  private final Workbench bench;
  private S state;
  private int step;
  private boolean closed;

  /** Begins. */
  KernelRun(String sampler, Kernel<S> kernel, Problem problem, Chains chains, Noise noise) {
    this.sampler = sampler;
    this.kernel = kernel;
    this.chains = chains;
    this.bench = new Workbench(problem, chains, noise);
    bench.startStep(0);
    state = checked(kernel.init(bench));
  }

  /** Resumes. */
  KernelRun(
      String sampler,
      Kernel<S> kernel,
      Problem problem,
      Chains chains,
      Noise noise,
      SavedState saved) {
    this.sampler = sampler;
    this.kernel = kernel;
    this.chains = chains;
    this.bench = new Workbench(problem, chains, noise);
    double steps = saved.number("steps");
    double done = saved.number("step");
    if (steps != kernel.steps() || !(done >= 0 && done <= steps) || done != Math.rint(done)) {
      throw new StateMismatchException(
          "the saved state is at step "
              + done
              + " of "
              + steps
              + ", but this sampler takes "
              + kernel.steps()
              + " steps",
          "resume with the options that wrote it");
    }
    step = (int) done;
    Map<String, List<Field>> fields = new LinkedHashMap<>();
    for (String name : kernel.names()) {
      fields.put(
          name,
          bench.each(
              i ->
                  saved
                      .field(key(name, i))
                      .require(problem.space(), "the saved field " + key(name, i))));
    }
    state = kernel.state(fields);
  }

  @Override
  public int steps() {
    return kernel.steps();
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public StepReport advance() {
    open();
    if (done()) {
      throw new LifecycleException(
          "a run was advanced after its last step", "stop when done() is true");
    }
    bench.startStep(step);
    state = checked(kernel.step(bench, state, step));
    step++;
    return bench.report();
  }

  @Override
  public void save(StateSink sink) {
    open();
    sink.number("step", step);
    sink.number("steps", kernel.steps());
    kernel
        .fields(state)
        .forEach(
            (name, fields) -> {
              for (int i = 0; i < fields.size(); i++) {
                sink.field(key(name, i), fields.get(i));
              }
            });
  }

  @Override
  public SamplerResult result() {
    open();
    return SamplerResult.of(kernel.estimate(state).stream().map(Field::copy).toList());
  }

  @Override
  public void close() {
    closed = true;
    state = null;
  }

  private String key(String name, int position) {
    return name + "." + chains.number(position);
  }

  private S checked(S s) {
    kernel.fields(s).values().forEach(f -> bench.finiteState(f, sampler));
    return s;
  }

  private void open() {
    if (closed) {
      throw new LifecycleException("a run was used after it was closed", "begin a new run");
    }
  }
}
