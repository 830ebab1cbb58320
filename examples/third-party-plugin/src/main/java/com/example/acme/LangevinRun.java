package com.example.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.StateSink;
import org.tweedie.api.spi.sampler.StepReport;

/** A run of {@link Langevin}: the prior sees all chains in one batch. */
final class LangevinRun implements Run {
  /** Name of the number of steps in a saved state. */
  static final String STEPS = "steps";

  /** Name of the number of steps done in a saved state. */
  static final String STEP = "step";

  private static final Purpose DIFFUSION = Purpose.of("diffusion");

  private final Langevin sampler;
  private final Problem problem;
  private final LinearGaussian data;
  private final Chains chains;
  private final Noise noise;
  private final double h;
  private final List<Field> x;
  private int done;
  private boolean closed;

  LangevinRun(
      Langevin sampler,
      Problem problem,
      Chains chains,
      Noise noise,
      double h,
      int done,
      List<Field> x) {
    this.sampler = sampler;
    this.problem = problem;
    this.data = problem.likelihood().capability(LinearGaussian.class).orElseThrow();
    this.chains = chains;
    this.noise = noise;
    this.h = h;
    this.done = done;
    this.x = x;
  }

  /** The name of a chain's field in a saved state. */
  static String name(int chain) {
    return "x." + chain;
  }

  @Override
  public int steps() {
    return sampler.steps();
  }

  @Override
  public int step() {
    return done;
  }

  @Override
  public StepReport advance() {
    open();
    if (done()) {
      throw new LifecycleException("a run was advanced after its last step", "stop at done()");
    }
    double s = sampler.level();
    double variance = data.sigma() * data.sigma();
    List<Field> denoised = problem.prior().denoise(x, s);
    double misfit = 0;
    for (int i = 0; i < x.size(); i++) {
      Field u = x.get(i);
      finite(denoised.get(i), "the prior " + problem.prior().card().name());
      Field r = data.operator().apply(u).subtract(data.data());
      finite(r, "the forward operator");
      misfit += r.normSquared();
      Field back = data.operator().adjoint(r);
      finite(back, "the adjoint of the forward operator");
      Field z = noise.normals(chains.number(i), done, DIFFUSION, Field.zeros(u.space()));
      u.axpby(1 - h / (s * s), h / (s * s), denoised.get(i));
      u.axpy(-h / variance, back).axpy(Math.sqrt(2 * h), z);
      finite(u, "the update of the sampler acme.ula");
    }
    misfit /= x.size() * (double) data.data().space().components() * variance;
    StepReport report =
        new StepReport(done, s, x.size(), 0, 2L * x.size(), OptionalDouble.of(misfit));
    done++;
    return report;
  }

  @Override
  public void save(StateSink sink) {
    open();
    sink.number(STEPS, sampler.steps());
    sink.number(STEP, done);
    for (int i = 0; i < x.size(); i++) {
      sink.field(name(chains.number(i)), x.get(i));
    }
  }

  @Override
  public SamplerResult result() {
    open();
    List<Field> samples = new ArrayList<>();
    x.forEach(u -> samples.add(u.copy()));
    return SamplerResult.of(samples);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void open() {
    if (closed) {
      throw new LifecycleException("a run was used after it was closed", "begin a new run");
    }
  }

  private void finite(Field f, String culprit) {
    if (!f.isFinite()) {
      throw new NumericalFailureException(
          culprit, done, sampler.level(), "check the data, or make sampler.step smaller");
    }
  }
}
