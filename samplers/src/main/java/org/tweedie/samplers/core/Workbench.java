package org.tweedie.samplers.core;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.StepReport;
import org.tweedie.numerics.parallel.Parallel;

/**
 * What a {@link Kernel} works with: the problem, the noise of its chains, and operations on all
 * chains at once that count what they use and fail as soon as a number is not finite. The prior
 * sees all chains in one batch; operators work on chains in parallel. No result depends on the
 * number of chains or threads.
 */
public final class Workbench {
  private final Problem problem;
  private final Chains chains;
  private final Noise noise;
  private final LongAdder operatorEvaluations = new LongAdder();
  private long priorEvaluations;
  private long priorPullbacks;
  private OptionalDouble residual = OptionalDouble.empty();
  private double level;
  private int step;

  Workbench(Problem problem, Chains chains, Noise noise) {
    this.problem = problem;
    this.chains = chains;
    this.noise = noise;
  }

  /** The problem. */
  public Problem problem() {
    return problem;
  }

  /** The space of the images. */
  public Space space() {
    return problem.space();
  }

  /** The linear-Gaussian likelihood; only for methods that require it. */
  public LinearGaussian linearGaussian() {
    return problem.likelihood().capability(LinearGaussian.class).orElseThrow();
  }

  /** One field per chain, computed in parallel; the function gets the position of the chain. */
  public List<Field> each(IntFunction<Field> f) {
    Field[] out = new Field[chains.count()];
    Parallel.forEach(out.length, i -> out[i] = f.apply(i));
    return Arrays.asList(out);
  }

  /**
   * Standard normals for the chain at a position of the run, at the current step.
   *
   * @param position 0 to the number of chains − 1
   * @param purpose what for
   * @param space the space to fill
   */
  public Field normals(int position, Purpose purpose, Space space) {
    return noise.normals(chains.number(position), step, purpose, Field.zeros(space));
  }

  /**
   * Fresh noise for a step that gives it a weight: image-sized normals, or zeros where the weight
   * is 0 and a draw would be for nothing.
   *
   * @param position 0 to the number of chains − 1
   * @param purpose what for
   * @param weight the weight of the noise in the step
   */
  public Field freshNoise(int position, Purpose purpose, double weight) {
    return weight == 0 ? Field.zeros(space()) : normals(position, purpose, space());
  }

  /** {@code D(u, σ)} of every chain. */
  public List<Field> denoise(List<Field> u, double sigma) {
    level = sigma;
    priorEvaluations += u.size();
    return finite(problem.prior().denoise(u, sigma), prior());
  }

  /** {@code D(u, σ)} of every chain, open for {@link #pullBack}; the caller closes it. */
  public Pullback<List<Field>> linearize(List<Field> u, double sigma) {
    level = sigma;
    priorEvaluations += u.size();
    Pullback<List<Field>> p =
        problem.prior().capability(DifferentiablePrior.class).orElseThrow().linearize(u, sigma);
    try {
      finite(p.value(), prior());
    } catch (NumericalFailureException e) {
      p.close();
      throw e;
    }
    return p;
  }

  /** {@code J_Dᵀ v} of every chain. */
  public List<Field> pullBack(Pullback<List<Field>> denoiser, List<Field> v) {
    priorPullbacks += v.size();
    return finite(denoiser.vjp(v), "the derivative of " + prior());
  }

  /** {@code A(x)}, a new field. */
  public Field apply(Field x) {
    operatorEvaluations.increment();
    return finite(operator().apply(x), "the forward operator");
  }

  /** {@code A*u}, a new field; only for methods that require a linear operator. */
  public Field adjoint(LinearOperator a, Field u) {
    operatorEvaluations.increment();
    return finite(a.adjoint(u), "the adjoint of the forward operator");
  }

  /** {@code A} at x with its derivative; the caller closes it. */
  public Linearization<Field> linearizeOperator(Field x) {
    operatorEvaluations.increment();
    Linearization<Field> l = operator().linearize(x);
    try {
      finite(l.value(), "the forward operator");
    } catch (NumericalFailureException e) {
      l.close();
      throw e;
    }
    return l;
  }

  /** {@code J_Aᵀ u}, a new field. */
  public Field pullBack(Linearization<Field> a, Field u) {
    operatorEvaluations.increment();
    return finite(a.vjp(u), "the derivative of the forward operator");
  }

  /**
   * {@code (A*A + λI)⁻¹ b}; only for methods that require {@link NormalSolve}. Operators that
   * iterate may leave an error e with {@code ‖Ae‖² + λ‖e‖² = share² n σ_y²}: that share of the
   * standard deviation of an image of n components that is known from the data and from λ alone.
   *
   * @param lambda λ > 0
   * @param b the right-hand side
   * @param start where an iteration starts
   * @param share at least 0
   */
  public Field solve(double lambda, Field b, Field start, double share) {
    LinearGaussian l = linearGaussian();
    double error = share * l.sigma() * Math.sqrt(space().components());
    NormalSolve.Solution s =
        l.operator().capability(NormalSolve.class).orElseThrow().solve(lambda, b, start, error);
    operatorEvaluations.add(s.operatorEvaluations());
    return finite(s.x(), "the solve with the forward operator");
  }

  /**
   * Notes the misfit of the clean estimates for the report, if the likelihood is linear-Gaussian.
   *
   * @param squares {@code ‖A x̂₀ − y‖²} of each chain
   */
  public void noteMisfit(double[] squares) {
    problem
        .likelihood()
        .capability(LinearGaussian.class)
        .ifPresent(
            l ->
                residual =
                    OptionalDouble.of(
                        Arrays.stream(squares).sum()
                            / squares.length
                            / l.data().space().components()
                            / (l.sigma() * l.sigma())));
  }

  /** Fails if a field of the state is not finite; names the sampler as the culprit. */
  List<Field> finiteState(List<Field> fields, String sampler) {
    return finite(fields, "the update of the sampler " + sampler);
  }

  void startStep(int number) {
    step = number;
    operatorEvaluations.reset();
    priorEvaluations = 0;
    priorPullbacks = 0;
    residual = OptionalDouble.empty();
  }

  StepReport report() {
    return new StepReport(
        step, level, priorEvaluations, priorPullbacks, operatorEvaluations.sum(), residual);
  }

  private ForwardOperator operator() {
    return problem.likelihood().operator();
  }

  private String prior() {
    return "the prior " + problem.prior().card().name();
  }

  private List<Field> finite(List<Field> fields, String culprit) {
    fields.forEach(f -> finite(f, culprit));
    return fields;
  }

  private Field finite(Field f, String culprit) {
    if (!f.isFinite()) {
      throw new NumericalFailureException(
          culprit,
          step,
          level,
          "check the data and their scale, or make the sampler's steps smaller");
    }
    return f;
  }
}
