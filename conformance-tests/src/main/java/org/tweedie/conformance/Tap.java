package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Problem;

/**
 * Listens in on a linear-Gaussian problem: counts evaluations independently of every other counter
 * of Tweedie, hides capabilities, and spoils values at chosen calls.
 */
final class Tap {
  // Samplers evaluate their chains on several threads: a plain counter would lose some.

  /** Calls of the prior, each with a batch. */
  final AtomicLong priorCalls = new AtomicLong();

  final AtomicLong priorEvaluations = new AtomicLong();
  final AtomicLong priorPullbacks = new AtomicLong();

  /** Pullbacks of the prior that were opened and not closed yet. */
  final AtomicLong openPullbacks = new AtomicLong();

  final AtomicLong operatorEvaluations = new AtomicLong();

  /** Which call of the prior, from 0, returns a NaN. */
  LongPredicate spoilPrior = n -> false;

  /** Which evaluation of the operator, from 0, returns a NaN. */
  LongPredicate spoilOperator = n -> false;

  /** Which vector-Jacobian products of the prior return a NaN. */
  boolean spoilPullback;

  /** Which capabilities show. */
  Predicate<Class<? extends Capability>> visible = c -> true;

  /** The problem with this tap on it. */
  Problem on(Problem problem) {
    LinearGaussian g = problem.likelihood().capability(LinearGaussian.class).orElseThrow();
    return new Problem(
        new TappedLikelihood(problem.likelihood(), new TappedOperator(g.operator())),
        new TappedPrior(problem.prior()));
  }

  private Field operated(Field result) {
    if (spoilOperator.test(operatorEvaluations.getAndIncrement())) {
      result.data()[0] = Float.NaN;
    }
    return result;
  }

  private List<Field> denoised(List<Field> result) {
    priorEvaluations.addAndGet(result.size());
    if (spoilPrior.test(priorCalls.getAndIncrement())) {
      // The last image, last component: a check of the first alone would miss it.
      float[] d = result.get(result.size() - 1).data();
      d[d.length - 1] = Float.NaN;
    }
    return result;
  }

  private final class TappedOperator implements LinearOperator, NormalSolve {
    private final LinearOperator a;

    TappedOperator(LinearOperator a) {
      this.a = a;
    }

    @Override
    public Space domain() {
      return a.domain();
    }

    @Override
    public Space range() {
      return a.range();
    }

    @Override
    public Field apply(Field x) {
      return operated(a.apply(x));
    }

    @Override
    public Field adjoint(Field u) {
      return operated(a.adjoint(u));
    }

    @Override
    public Accuracy accuracy() {
      return solver().accuracy();
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      Solution s = solver().solve(lambda, b, start, error);
      operatorEvaluations.addAndGet(s.operatorEvaluations());
      return s;
    }

    private NormalSolve solver() {
      return a.capability(NormalSolve.class).orElseThrow();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (!visible.test(type)) {
        return Optional.empty();
      }
      Optional<C> c = a.capability(type);
      return type == NormalSolve.class ? c.map(x -> type.cast(this)) : c;
    }
  }

  private final class TappedLikelihood implements Likelihood, LinearGaussian {
    private final Likelihood likelihood;
    private final TappedOperator a;

    TappedLikelihood(Likelihood likelihood, TappedOperator a) {
      this.likelihood = likelihood;
      this.a = a;
    }

    @Override
    public LinearOperator operator() {
      return a;
    }

    @Override
    public Field data() {
      return likelihood.data();
    }

    @Override
    public double sigma() {
      return likelihood.capability(LinearGaussian.class).orElseThrow().sigma();
    }

    @Override
    public double logDensity(Field z) {
      return likelihood.logDensity(z);
    }

    @Override
    public Field gradient(Field z) {
      return likelihood.gradient(z);
    }

    @Override
    public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
      return likelihood.draw(z, noise, chain, step, purpose);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return visible.test(type) && type == LinearGaussian.class
          ? Optional.of(type.cast(this))
          : Optional.empty();
    }
  }

  private final class TappedPrior implements Prior, DifferentiablePrior {
    private final Prior prior;

    TappedPrior(Prior prior) {
      this.prior = prior;
    }

    @Override
    public PriorCard card() {
      return prior.card();
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return denoised(prior.denoise(batch, sigma));
    }

    @Override
    public int maxOpen() {
      return 1; // as network priors have it
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      Pullback<List<Field>> at =
          prior.capability(DifferentiablePrior.class).orElseThrow().linearize(batch, sigma);
      List<Field> value = denoised(at.value());
      openPullbacks.incrementAndGet();
      return new Pullback<>() {
        private boolean closed;

        @Override
        public List<Field> value() {
          return value;
        }

        @Override
        public List<Field> vjp(List<Field> v) {
          priorPullbacks.addAndGet(v.size());
          List<Field> g = at.vjp(v);
          if (spoilPullback) {
            g.get(g.size() - 1).data()[0] = Float.NaN;
          }
          return g;
        }

        @Override
        public void close() {
          if (!closed) {
            openPullbacks.decrementAndGet();
          }
          closed = true;
          at.close();
        }
      };
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (!visible.test(type)) {
        return Optional.empty();
      }
      Optional<C> c = prior.capability(type);
      return type == DifferentiablePrior.class ? c.map(x -> type.cast(this)) : c;
    }

    @Override
    public void close() {
      prior.close();
    }
  }

  @Override
  public String toString() {
    return priorEvaluations
        + " prior evaluations, "
        + priorPullbacks
        + " pullbacks, "
        + operatorEvaluations
        + " operator evaluations";
  }
}
