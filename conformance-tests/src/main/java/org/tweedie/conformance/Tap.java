package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.run.PreparedProblem;

/**
 * Listens in underneath the engine on a linear-Gaussian problem: counts evaluations and what is
 * open, hides capabilities, and spoils values at chosen calls.
 */
final class Tap {
  private static final Set<Class<? extends Capability>> OF_LINEAR =
      Set.of(
          LinearGaussian.class,
          NormalOperator.class,
          NormalSolve.class,
          PseudoInverse.class,
          SpectralDecomposition.class);

  // Samplers evaluate their chains on several threads: a plain counter would lose some.

  /** Calls of the prior, each with a batch. */
  final AtomicLong priorCalls = new AtomicLong();

  /** Pullbacks of the prior and linearizations of the operator that are open. */
  final AtomicLong open = new AtomicLong();

  final AtomicLong operatorEvaluations = new AtomicLong();

  /** How many values were spoilt. */
  final AtomicLong spoilt = new AtomicLong();

  /** Which call of the prior, from 0, returns a NaN. */
  LongPredicate spoilPrior = n -> false;

  /** Which evaluation of the operator, from 0, returns a NaN. */
  LongPredicate spoilOperator = n -> false;

  /** Which vector-Jacobian products of the prior return a NaN. */
  boolean spoilPullback;

  private final Predicate<Class<? extends Capability>> visible;

  Tap() {
    this(type -> true);
  }

  private Tap(Predicate<Class<? extends Capability>> visible) {
    this.visible = visible;
  }

  /** A tap that hides every capability but these, and linearity unless one of these implies it. */
  static Tap showing(Set<Class<? extends Capability>> types) {
    boolean gaussian = types.contains(LinearGaussian.class);
    return new Tap(
        t ->
            types.contains(t)
                || gaussian && t == GaussianNoise.class
                || t == Linear.class && types.stream().anyMatch(OF_LINEAR::contains));
  }

  /** Linearity, which is no capability but is hidden like one. */
  private interface Linear extends Capability {}

  /** A new problem with this tap on it. */
  PreparedProblem on(LawProblem problem) {
    return Runs.prepared(
        new TappedLikelihood(problem.likelihood(new TappedOperator(problem.matrix()))),
        new TappedPrior(problem.imagePrior()));
  }

  private Field operated(Field result) {
    return spoilOperator.test(operatorEvaluations.getAndIncrement()) ? spoil(result) : result;
  }

  private List<Field> denoised(List<Field> result) {
    if (spoilPrior.test(priorCalls.getAndIncrement())) {
      spoil(result.get(result.size() - 1)); // a check of the first image alone would miss it
    }
    return result;
  }

  private Field spoil(Field x) {
    spoilt.incrementAndGet();
    x.data()[x.data().length - 1] = Float.NaN;
    return x;
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
    public Linearization<Field> linearize(Field x) {
      Linearization<Field> at = Linearization.of(apply(x), this::apply, this::adjoint);
      open.incrementAndGet();
      return new Counted<>(at, at::jvp, at::vjp);
    }

    @Override
    public Optional<LinearOperator> linear() {
      return visible.test(Linear.class) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public Accuracy accuracy() {
      return solver().accuracy();
    }

    @Override
    public Solution solve(NormalSystem system) {
      Solution s = solver().solve(system);
      return Solution.of(operated(s.x()), s.operatorEvaluations(), s.relativeResidual());
    }

    private NormalSolve solver() {
      return a.capability(NormalSolve.class).orElseThrow();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (!visible.test(type)) {
        return Optional.empty();
      }
      return type == NormalSolve.class ? Optional.of(type.cast(this)) : a.capability(type);
    }
  }

  /** Hides capabilities; the operator inside is tapped already. */
  private final class TappedLikelihood implements Likelihood {
    private final Likelihood likelihood;

    TappedLikelihood(Likelihood likelihood) {
      this.likelihood = likelihood;
    }

    @Override
    public LinearOperator operator() {
      return (LinearOperator) likelihood.operator();
    }

    @Override
    public Field data() {
      return likelihood.data();
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
    public double dataFit(Field z) {
      return likelihood.dataFit(z);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return visible.test(type) ? likelihood.capability(type) : Optional.empty();
    }
  }

  private final class TappedPrior implements Prior {
    private final Prior prior;

    TappedPrior(Prior prior) {
      this.prior = prior;
    }

    @Override
    public PriorCard card() {
      return prior.card();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      Optional<C> c = visible.test(type) ? prior.capability(type) : Optional.empty();
      if (type == Denoiser.class) {
        return c.map(d -> type.cast(tapped((Denoiser) d)));
      }
      return type == DifferentiableDenoiser.class
          ? c.map(d -> type.cast(tapped((DifferentiableDenoiser) d)))
          : c;
    }

    private Denoiser tapped(Denoiser d) {
      return (batch, sigma) -> denoised(d.denoise(batch, sigma));
    }

    private DifferentiableDenoiser tapped(DifferentiableDenoiser d) {
      return new DifferentiableDenoiser() {
        @Override
        public int maxOpen() {
          return 1; // as network priors have it
        }

        @Override
        public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
          Pullback<List<Field>> at = d.linearize(batch, sigma);
          denoised(at.value());
          open.incrementAndGet();
          return new Counted<>(at, v -> v, v -> pulledBack(at.vjp(v)));
        }
      };
    }

    private List<Field> pulledBack(List<Field> g) {
      if (spoilPullback) {
        spoil(g.get(g.size() - 1));
      }
      return g;
    }

    @Override
    public void close() {
      prior.close();
    }
  }

  /** Something open that is counted. */
  private final class Counted<V> implements Linearization<V> {
    private final Pullback<V> at;
    private final UnaryOperator<V> forward;
    private final UnaryOperator<V> back;
    private boolean closed;

    Counted(Pullback<V> at, UnaryOperator<V> forward, UnaryOperator<V> back) {
      this.at = at;
      this.forward = forward;
      this.back = back;
    }

    @Override
    public V value() {
      return at.value();
    }

    @Override
    public V jvp(V v) {
      return forward.apply(v);
    }

    @Override
    public V vjp(V u) {
      return back.apply(u);
    }

    @Override
    public void close() {
      if (!closed) {
        open.decrementAndGet();
      }
      closed = true;
      at.close();
    }
  }
}
