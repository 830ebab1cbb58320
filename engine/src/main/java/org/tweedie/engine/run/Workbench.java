package org.tweedie.engine.run;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.numerics.parallel.Parallel;

/** The bench of chains that run together. */
final class Workbench implements Bench {
  private final Problem problem;
  private final Chains chains;
  private final Noise noise;
  private final Map<String, double[]> notes = new LinkedHashMap<>();
  private long step;

  Workbench(Problem problem, Chains chains, Noise noise) {
    this.problem = problem;
    this.chains = chains;
    this.noise = noise;
  }

  /** Begins a step: forgets the notes of the one before. */
  void begin(long number) {
    step = number;
    notes.clear();
  }

  /** The notes of this step, averaged by name. */
  Map<String, Double> notes() {
    Map<String, Double> means = new LinkedHashMap<>();
    notes.forEach((name, sum) -> means.put(name, sum[0] / sum[1]));
    return means;
  }

  @Override
  public Problem problem() {
    return problem;
  }

  @Override
  public int chains() {
    return chains.count();
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public List<Field> each(int count, IntFunction<Field> f) {
    Field[] out = new Field[count];
    Parallel.forEach(count, i -> out[i] = f.apply(i));
    return Arrays.asList(out);
  }

  @Override
  public Field normals(int chain, Purpose purpose, Space space) {
    return noise.normals(number(chain), step, purpose, Field.zeros(space));
  }

  @Override
  public double uniform(int chain, Purpose purpose) {
    return noise.uniform(number(chain), step, purpose);
  }

  private int number(int chain) {
    if (chain < 0 || chain >= chains.count()) {
      throw new IndexOutOfBoundsException(
          "chain " + chain + " of " + chains.count() + " that run together");
    }
    return chains.number(chain);
  }

  @Override
  public List<Field> denoise(List<Field> u, double sigma) {
    return of(problem.prior(), Denoiser.class).denoise(u, sigma);
  }

  @Override
  public Pullback<List<Field>> linearizePrior(List<Field> u, double sigma) {
    return of(problem.prior(), DifferentiableDenoiser.class).linearize(u, sigma);
  }

  private ForwardOperator operator() {
    return problem.likelihood().operator();
  }

  @Override
  public Field apply(Field x) {
    return operator().apply(x);
  }

  @Override
  public Field adjoint(Field u) {
    return operator()
        .linear()
        .orElseThrow(
            () ->
                new UnsupportedProblemException(
                    "the operator is not linear and has no adjoint",
                    "let the sampler require a LinearGaussian likelihood"))
        .adjoint(u);
  }

  @Override
  public Linearization<Field> linearize(Field x) {
    return operator().linearize(x);
  }

  @Override
  public Field solve(NormalSystem system) {
    return of(operator(), NormalSolve.class).solve(system).x();
  }

  @Override
  public List<Field> likelihoodGradient(List<Field> x) {
    Likelihood l = problem.likelihood();
    double[] fits = new double[x.size()];
    List<Field> gradients =
        each(
            x.size(),
            i -> {
              try (Linearization<Field> a = linearize(x.get(i))) {
                fits[i] = l.dataFit(a.value());
                return a.vjp(l.gradient(a.value()));
              }
            });
    for (double f : fits) {
      note(StepRecord.RESIDUAL, f);
    }
    return gradients;
  }

  @Override
  public void note(String name, double value) {
    synchronized (notes) {
      double[] sum = notes.computeIfAbsent(name, k -> new double[2]);
      sum[0] += value;
      sum[1]++;
    }
  }

  private static <C extends Capability> C of(Capable owner, Class<C> type) {
    Optional<C> c = owner.capability(type);
    return c.orElseThrow(
        () ->
            new UnsupportedProblemException(
                "the problem lacks " + type.getSimpleName() + ", which the sampler uses",
                "let the sampler require it"));
  }
}
