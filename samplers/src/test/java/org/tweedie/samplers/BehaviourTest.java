package org.tweedie.samplers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StepReport;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.guidance.RefinedBgdmProvider;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** What every sampler promises, whatever its method. */
class BehaviourTest {
  private static final CounterNoise NOISE = new CounterNoise(0);

  static Stream<Sampler> samplers() {
    return Stream.of(
        Problems.sampler(new DpsProvider(), "steps", "6"),
        Problems.sampler(new DpsProvider(), "steps", "6", "start", "noise", "schedule", "ddpm"),
        Problems.sampler(new BgdmProvider(), "steps", "6"),
        Problems.sampler(new BgdmProvider(), "steps", "6", "inner", "norm", "zeta", "0.3"),
        Problems.sampler(new RefinedBgdmProvider(), "steps", "6", "clip", "true"),
        dpnp("denoiser", "ddpm"),
        dpnp("denoiser", "ddim", "end", "data"));
  }

  private static Sampler dpnp(String... options) {
    return Problems.sampler(
        new DpnpProvider(),
        Stream.concat(Stream.of("evaluations", "7", "hold", "1", "sweeps", "2"), Stream.of(options))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aResumedRunEqualsAnUninterruptedOneToTheBit(Sampler sampler) {
    assertResumes(sampler, Problems.g2());
    assertResumes(sampler, g2(new CrudeSolve(g2Operator()), Problems.g2().prior()));
  }

  /** A share of σ_y √n, here 0.4 √2. */
  @Test
  void theOuterStepMayErrAsMuchAsItsOptionSays() {
    for (double share : new double[] {0, 0.1, 0.3}) {
      CrudeSolve crude = new CrudeSolve(g2Operator());
      String error = Double.toString(share);
      Sampler sampler =
          Problems.sampler(
              new BgdmProvider(), "steps", "3", "start", "noise", "proximal-error", error);
      Probe.run(sampler, g2(crude, Problems.g2().prior()), Chains.of(2), NOISE);
      assertEquals(Set.of(share * 0.4 * Math.sqrt(2)), crude.allowed);
    }
  }

  private static LinearOperator g2Operator() {
    return (LinearOperator) Problems.g2().likelihood().operator();
  }

  /** G2 with another operator and another prior in the place of its own. */
  private static Problem g2(LinearOperator operator, Prior prior) {
    Field y = Problems.g2().likelihood().data();
    return new Problem(new GaussianLikelihood(operator, y, 0.4), prior);
  }

  private static void assertResumes(Sampler sampler, Problem problem) {
    Chains chains = new Chains(3, 2);
    List<Field> whole = Probe.run(sampler, problem, chains, NOISE);
    try (Run run = sampler.begin(problem, chains, NOISE)) {
      while (!run.done()) {
        SavedState saved = SavedState.of(run);
        try (Run again = sampler.resume(problem, chains, NOISE, saved)) {
          same(run.result().samples(), again.result().samples());
          while (!again.done()) {
            again.advance();
          }
          same(whole, again.result().samples());
        }
        run.advance();
      }
      SavedState last = SavedState.of(run);
      assertThrows(
          StateMismatchException.class,
          () -> sampler.resume(problem, Chains.of(2), NOISE, last).close());
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aChainDoesNotDependOnTheOthers(Sampler sampler) {
    List<Field> eight = Probe.run(sampler, Problems.g2(), Chains.of(8), NOISE);
    for (int chain = 0; chain < 8; chain++) {
      List<Field> alone = Probe.run(sampler, Problems.g2(), new Chains(chain, 1), NOISE);
      same(eight.subList(chain, chain + 1), alone);
    }
    assertFalse(Arrays.equals(eight.get(0).data(), eight.get(1).data()));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void reportsCountWhatWasUsed(Sampler sampler) {
    Spy prior = new Spy(Problems.g2().prior());
    CountingOperator operator = new CountingOperator(g2Operator());
    Problem problem = g2(operator, prior);
    try (Run run = sampler.begin(problem, Chains.of(3), NOISE)) {
      operator.calls.set(0);
      int step = 0;
      while (!run.done()) {
        int batches = prior.batches;
        int images = prior.images;
        int pulled = prior.pulled;
        int calls = operator.calls.get();
        StepReport report = run.advance();
        assertEquals(step++, report.step());
        assertTrue(prior.batches - batches <= 1, "one batch a step at most");
        assertEquals(prior.images - images, report.priorEvaluations());
        assertEquals(prior.pulled - pulled, report.priorPullbacks());
        assertEquals(operator.calls.get() - calls, report.operatorEvaluations());
        assertEquals(prior.level, report.level());
        report.residual().ifPresent(r -> assertTrue(r >= 0 && r < 1e6));
      }
      assertEquals(run.steps(), step);
      assertEquals(3 * run.steps(), prior.images);
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aNanFromThePriorIsNamedWithItsStep(Sampler sampler) {
    Spy prior = new Spy(Problems.g2().prior());
    prior.failsAt = 4;
    Problem problem = new Problem(Problems.g2().likelihood(), prior);
    try (Run run = sampler.begin(problem, Chains.of(2), NOISE)) {
      for (int i = 0; i < 4; i++) {
        run.advance();
      }
      NumericalFailureException e = assertThrows(NumericalFailureException.class, run::advance);
      assertEquals(4, e.step());
      assertEquals("the prior mixture", e.culprit());
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aRunEndsOnce(Sampler sampler) {
    Run run = sampler.begin(Problems.g2(), Chains.of(1), NOISE);
    assertTrue(run.result().samples().get(0).isFinite());
    while (!run.done()) {
      run.advance();
    }
    assertThrows(LifecycleException.class, run::advance);
    run.close();
    assertThrows(LifecycleException.class, run::result);
    assertThrows(LifecycleException.class, run::advance);
    assertThrows(LifecycleException.class, () -> SavedState.of(run));
  }

  @Test
  void everythingThatIsMissingIsNamedAtOnce() {
    Spy prior = new Spy(Problems.g2().prior());
    prior.differentiable = false;
    Problem problem = g2(new BareOperator(g2Operator()), prior);
    Sampler sampler = Problems.sampler(new BgdmProvider(), "zeta", "0.5");
    String message =
        assertThrows(
                UnsupportedProblemException.class,
                () -> sampler.begin(problem, Chains.of(1), NOISE))
            .getMessage();
    assertTrue(message.contains("NormalSolve"), message);
    assertTrue(message.contains("DifferentiablePrior"), message);
    // Without the inner step no derivative is needed.
    assertEquals(2, Problems.sampler(new BgdmProvider(), "zeta", "0").requirements().size());
  }

  @Test
  void optionsThatContradictOneAnotherAreRefused() {
    DpnpProvider dpnp = new DpnpProvider();
    assertThrows(InvalidOptionException.class, () -> Problems.sampler(dpnp, "evaluations", "3"));
    assertThrows(
        InvalidOptionException.class,
        () -> Problems.sampler(dpnp, "evaluations", "0", "grid", "edm"));
    assertThrows(InvalidOptionException.class, () -> Problems.sampler(dpnp, "eta-min", "2"));
    assertThrows(
        InvalidOptionException.class,
        () ->
            Problems.sampler(new DpsProvider(), "sigma-min", "9")
                .begin(Problems.g2(), Chains.of(1), NOISE));
  }

  private static void same(List<Field> expected, List<Field> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).data(), actual.get(i).data());
    }
  }

  /** Counts, and fails on demand. */
  private static final class Spy implements Prior, DifferentiablePrior {
    private final Prior inner;
    private boolean differentiable = true;
    private int failsAt = -1;
    private int batches;
    private int images;
    private int pulled;
    private double level;

    Spy(Prior inner) {
      this.inner = inner;
    }

    @Override
    public PriorCard card() {
      return inner.card();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == DifferentiablePrior.class && differentiable
          ? Optional.of(type.cast(this))
          : Optional.empty();
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      List<Field> out = inner.denoise(batch, sigma);
      note(out, sigma);
      return out;
    }

    @Override
    public int maxOpen() {
      return 1;
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      Pullback<List<Field>> p =
          inner.capability(DifferentiablePrior.class).orElseThrow().linearize(batch, sigma);
      note(p.value(), sigma);
      return Linearization.of(
          p.value(),
          v -> {
            throw new AssertionError("a pullback has no jvp");
          },
          v -> {
            pulled += v.size();
            return p.vjp(v);
          });
    }

    private void note(List<Field> out, double sigma) {
      if (batches++ == failsAt) {
        out.get(out.size() - 1).data()[0] = Float.NaN;
      }
      images += out.size();
      level = sigma;
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** A linear operator without capabilities. */
  private static class BareOperator implements LinearOperator {
    final LinearOperator inner;

    BareOperator(LinearOperator inner) {
      this.inner = inner;
    }

    @Override
    public Space domain() {
      return inner.domain();
    }

    @Override
    public Space range() {
      return inner.range();
    }

    @Override
    public Field apply(Field x) {
      return inner.apply(x);
    }

    @Override
    public Field adjoint(Field u) {
      return inner.adjoint(u);
    }
  }

  /** A solve by one step of descent: where it starts matters, and so has to be resumed. */
  private static final class CrudeSolve extends BareOperator implements NormalSolve {
    /** The errors that were allowed. */
    final Set<Double> allowed = new ConcurrentSkipListSet<>();

    CrudeSolve(LinearOperator inner) {
      super(inner);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == NormalSolve.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.iterative(0.5);
    }

    @Override
    public Solution solve(double lambda, Field b, Field start, double error) {
      allowed.add(error);
      Field residual = b.copy().subtract(adjoint(apply(start))).axpy(-lambda, start);
      return new Solution(start.copy().axpy(0.4 / (1 + lambda), residual), 2, 0.5);
    }
  }

  /** Counts applications; the dense solve costs none. */
  private static final class CountingOperator extends BareOperator {
    private final AtomicInteger calls = new AtomicInteger();

    CountingOperator(LinearOperator inner) {
      super(inner);
    }

    @Override
    public Field apply(Field x) {
      calls.incrementAndGet();
      return super.apply(x);
    }

    @Override
    public Field adjoint(Field u) {
      calls.incrementAndGet();
      return super.adjoint(u);
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return inner.capability(type);
    }
  }
}
