package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.conformance.law.LawPredictor;

/** A sampler in parts, each of which a fault can replace: the state is one field per chain. */
public abstract class Twin implements SamplerProvider {
  @Override
  public String id() {
    return "twin";
  }

  @Override
  public String title() {
    return "A sampler of the zoo";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.integer("steps", 50, 1, 5000, "steps, roughly"));
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public Sampler create(Context context) {
    Options o = context.options();
    return Sampler.of(exactness(o), requirements(o), p -> new TwinKernel(o, p));
  }

  abstract Exactness exactness(Options o);

  abstract List<Requirement> requirements(Options o);

  abstract Optional<LawPredictor> law(Options o);

  abstract long steps(Options o);

  boolean done(Options o, long step) {
    return step >= steps(o);
  }

  abstract List<Field> start(Desk d);

  abstract List<Field> step(Desk d, List<Field> x, int k);

  State init(Desk d) {
    return State.of("x", start(d));
  }

  State next(Desk d, State s) {
    return State.of("x", step(d, s.fields("x"), (int) d.bench().step()));
  }

  List<ChainResult> result(Options o, Problem p, State s) {
    return ChainResult.each(s.fields("x"));
  }

  Field normal(Desk d, int chain, String purpose, Space space) {
    return d.bench().normals(chain, Purpose.of(purpose), space);
  }

  final Field normal(Desk d, int chain, String purpose) {
    return normal(d, chain, purpose, d.bench().space());
  }

  /** What a step works with. */
  record Desk(Bench bench, Options options) {
    LinearGaussian data() {
      return bench.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
    }
  }

  /** The kernel: all of it is the twin's. */
  private final class TwinKernel implements Kernel {
    private final Options options;
    private final Problem problem;

    TwinKernel(Options options, Problem problem) {
      this.options = options;
      this.problem = problem;
    }

    @Override
    public long steps() {
      return Twin.this.steps(options);
    }

    @Override
    public boolean done(State state, long step) {
      return Twin.this.done(options, step);
    }

    @Override
    public State init(Bench bench) {
      return Twin.this.init(new Desk(bench, options));
    }

    @Override
    public State step(Bench bench, State state) {
      return next(new Desk(bench, options), state);
    }

    @Override
    public List<ChainResult> result(State state) {
      return Twin.this.result(options, problem, state);
    }
  }
}
