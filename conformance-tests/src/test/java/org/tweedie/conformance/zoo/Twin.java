package org.tweedie.conformance.zoo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StateSink;
import org.tweedie.api.spi.sampler.StepReport;

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
  public Sampler create(Options options) {
    return new TwinSampler(options);
  }

  abstract Exactness exactness(Options o);

  abstract List<Requirement> requirements(Options o);

  abstract Optional<LawPredictor> law(Options o);

  abstract int steps(Options o);

  abstract double level(Options o, int step);

  abstract List<Field> start(Bench b);

  abstract List<Field> step(Bench b, List<Field> x, int k);

  /** The noise that a run sees. */
  Noise noise(Noise noise) {
    return noise;
  }

  /** What is checked, and how, before the first step. */
  void check(Problem problem, Options o) {
    for (Requirement r : requirements(o)) {
      boolean there =
          switch (r.of()) {
            case LIKELIHOOD -> problem.likelihood().capability(r.type()).isPresent();
            case OPERATOR -> problem.likelihood().operator().capability(r.type()).isPresent();
            case PRIOR -> problem.prior().capability(r.type()).isPresent();
          };
      if (!there) {
        throw new UnsupportedProblemException("no " + r.type().getSimpleName(), "choose another");
      }
    }
  }

  /** The step that a report names. */
  int reported(int step) {
    return step;
  }

  /** The evaluations that a report names. */
  long reportedEvaluations(long evaluations) {
    return evaluations;
  }

  /** The step at which a saved run goes on. */
  int resumed(SavedState state) {
    return (int) state.number("step");
  }

  Field restored(SavedState state, int chain) {
    return state.field("x." + chain);
  }

  /** What becomes of a value of the prior before it is used. */
  List<Field> inspected(List<Field> values, int step, double level) {
    for (Field v : values) {
      if (!v.isFinite()) {
        throw new NumericalFailureException("the prior", step, level, "check the model");
      }
    }
    return values;
  }

  /** The problem, the noise and the counters of one run. */
  static final class Bench {
    final Twin twin;
    final Options options;
    final Problem problem;
    final LinearGaussian data;
    final Chains chains;
    final Noise noise;
    int step;
    long evaluations;
    long pullbacks;
    long operator;

    Bench(Twin twin, Options options, Problem problem, Chains chains, Noise noise) {
      this.twin = twin;
      this.options = options;
      this.problem = problem;
      this.data = problem.likelihood().capability(LinearGaussian.class).orElseThrow();
      this.chains = chains;
      this.noise = twin.noise(noise);
    }

    Field normal(int i, String purpose, org.tweedie.api.field.Space space) {
      return noise.normals(chains.number(i), step, Purpose.of(purpose), Field.zeros(space));
    }

    List<Field> denoise(List<Field> u, double sigma) {
      evaluations += u.size();
      return twin.inspected(problem.prior().denoise(u, sigma), step, sigma);
    }

    Pullback<List<Field>> linearize(List<Field> u, double sigma) {
      evaluations += u.size();
      Pullback<List<Field>> at =
          problem.prior().capability(DifferentiablePrior.class).orElseThrow().linearize(u, sigma);
      twin.inspected(at.value(), step, sigma);
      return at;
    }

    List<Field> vjp(Pullback<List<Field>> at, List<Field> v, double sigma) {
      pullbacks += v.size();
      return twin.inspected(at.vjp(v), step, sigma);
    }

    Field apply(Field x) {
      operator++;
      return finite(data.operator().apply(x));
    }

    Field adjoint(Field u) {
      operator++;
      return finite(data.operator().adjoint(u));
    }

    Field solve(double lambda, Field b) {
      NormalSolve.Solution s =
          data.operator()
              .capability(NormalSolve.class)
              .orElseThrow()
              .solve(lambda, b, Field.zeros(b.space()));
      operator += s.operatorEvaluations();
      return finite(s.x());
    }

    private Field finite(Field x) {
      if (!x.isFinite()) {
        throw new NumericalFailureException(
            "the operator", twin.reported(step), 1, "check the data");
      }
      return x;
    }
  }

  private final class TwinSampler implements Sampler {
    private final Options options;

    TwinSampler(Options options) {
      this.options = options;
    }

    @Override
    public Exactness exactness() {
      return Twin.this.exactness(options);
    }

    @Override
    public List<Requirement> requirements() {
      return Twin.this.requirements(options);
    }

    @Override
    public Optional<LawPredictor> law() {
      return Twin.this.law(options);
    }

    @Override
    public Run begin(Problem problem, Chains chains, Noise noise) {
      check(problem, options);
      Bench b = new Bench(Twin.this, options, problem, chains, noise);
      return new TwinRun(b, start(b), 0);
    }

    @Override
    public Run resume(Problem problem, Chains chains, Noise noise, SavedState state) {
      check(problem, options);
      Bench b = new Bench(Twin.this, options, problem, chains, noise);
      int step = resumed(state);
      List<Field> x = new ArrayList<>();
      for (int i = 0; i < chains.count(); i++) {
        x.add(restored(state, chains.number(i)));
      }
      return new TwinRun(b, x, step);
    }
  }

  private final class TwinRun implements Run {
    private final Bench b;
    private List<Field> x;
    private int step;

    TwinRun(Bench b, List<Field> x, int step) {
      this.b = b;
      this.x = x;
      this.step = step;
    }

    @Override
    public int steps() {
      return Twin.this.steps(b.options);
    }

    @Override
    public int step() {
      return step;
    }

    @Override
    public StepReport advance() {
      open();
      if (done()) {
        throw new LifecycleException("the run is done", "stop");
      }
      b.step = step;
      b.evaluations = 0;
      b.pullbacks = 0;
      b.operator = 0;
      x = Twin.this.step(b, x, step);
      step++;
      return new StepReport(
          reported(step - 1),
          level(b.options, step - 1),
          reportedEvaluations(b.evaluations),
          b.pullbacks,
          b.operator,
          java.util.OptionalDouble.empty());
    }

    @Override
    public void save(StateSink sink) {
      open();
      sink.number("step", step);
      for (int i = 0; i < x.size(); i++) {
        sink.field("x." + b.chains.number(i), x.get(i));
      }
    }

    @Override
    public SamplerResult result() {
      open();
      return SamplerResult.of(x.stream().map(Field::copy).toList());
    }

    @Override
    public void close() {
      x = null;
    }

    private void open() {
      if (x == null) {
        throw new LifecycleException("the run is closed", "begin a new one");
      }
    }
  }
}
