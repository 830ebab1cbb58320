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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.ChainRun;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.PreparedProblem;
import org.tweedie.samplers.guidance.BgdmProvider;
import org.tweedie.samplers.guidance.DpsProvider;
import org.tweedie.samplers.guidance.RefinedBgdmProvider;
import org.tweedie.samplers.splitgibbs.DpnpProvider;

/** What every sampler promises, whatever its method. */
class BehaviourTest {
  private static final CounterNoise NOISE = new CounterNoise(0);

  static Stream<Sampler> samplers() {
    String[] published = {"preset", "published", "steps", "6"};
    return Stream.of(
        Runs.sampler(new DpsProvider(), "steps", "6"),
        Runs.sampler(new DpsProvider(), "steps", "6", "preset", "ours"),
        Runs.sampler(new BgdmProvider(), "steps", "6"),
        Runs.sampler(new BgdmProvider(), "steps", "6", "zeta", "0"),
        Runs.sampler(new BgdmProvider(), Runs.with(published, "power", "1", "zeta", "0.3")),
        Runs.sampler(new RefinedBgdmProvider(), "steps", "6"),
        dpnp("denoiser", "ddpm"),
        dpnp("denoiser", "ddim", "end", "data"),
        dpnp("preset", "published"));
  }

  private static Sampler dpnp(String... options) {
    String[] budget = {"steps", "7", "hold", "1", "sweeps", "2"};
    return Runs.sampler(new DpnpProvider(), Runs.with(budget, options));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aResumedRunEqualsAnUninterruptedOneToTheBit(Sampler sampler) {
    assertResumes(sampler, Problems.g2());
    assertResumes(sampler, Problems.g2(new CrudeSolve(), Problems.g2Prior()));
  }

  private static void assertResumes(Sampler sampler, PreparedProblem problem) {
    Chains chains = new Chains(3, 2);
    List<Field> whole = Runs.samples(sampler, problem, chains, NOISE);
    ChainRun run = ChainRun.begin("test", sampler, problem, chains, NOISE);
    while (!run.done()) {
      ChainRun again =
          ChainRun.resume("test", sampler, problem, chains, NOISE, run.step(), run.state());
      same(Runs.samples(run), Runs.samples(again));
      while (!again.done()) {
        again.advance();
      }
      same(whole, Runs.samples(again));
      run.advance();
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aChainDoesNotDependOnTheOthers(Sampler sampler) {
    List<Field> eight = Runs.samples(sampler, Problems.g2(), Chains.of(8), NOISE);
    for (int chain = 0; chain < 8; chain++) {
      List<Field> alone = Runs.samples(sampler, Problems.g2(), new Chains(chain, 1), NOISE);
      same(eight.subList(chain, chain + 1), alone);
    }
    assertFalse(Arrays.equals(eight.get(0).data(), eight.get(1).data()));
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void noDrawServesTwoEnds(Sampler sampler) {
    Set<String> draws = new ConcurrentSkipListSet<>();
    Noise once =
        new Noise() {
          @Override
          public Field normals(int chain, long step, Purpose purpose, Field out) {
            String draw = "chain " + chain + ", step " + step + ", " + purpose;
            assertTrue(draws.add(draw), () -> "drawn twice: " + draw);
            return NOISE.normals(chain, step, purpose, out);
          }

          @Override
          public void uniforms(int chain, long step, Purpose purpose, double[] out) {
            throw new AssertionError("no sampler here needs uniform numbers");
          }
        };
    Runs.samples(sampler, Problems.g2(), Chains.of(2), once);
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void aStepAsksThePriorOnceAndNotesTheFit(Sampler sampler) {
    Spy prior = new Spy();
    PreparedProblem problem = Problems.g2(Problems.g2Operator(), prior);
    ChainRun run = ChainRun.begin("test", sampler, problem, Chains.of(3), NOISE);
    boolean fitted = false;
    while (!run.done()) {
      fitted = run.advance().residual().isPresent();
      assertEquals(run.step(), prior.batches);
    }
    assertTrue(fitted, "no data fit at the last step");
  }

  /** A share of σ_y √n, here 0.4 √2; the start from the data has a tenth. */
  @Test
  void theOuterStepMayErrAsMuchAsItsOptionSays() {
    for (double share : new double[] {0, 0.1, 0.3}) {
      CrudeSolve crude = new CrudeSolve();
      String error = Double.toString(share);
      Sampler sampler =
          Runs.sampler(
              new BgdmProvider(), "preset", "published", "steps", "3", "proximal-error", error);
      Runs.samples(sampler, Problems.g2(crude, Problems.g2Prior()), Chains.of(2), NOISE);
      assertEquals(Set.of(share * 0.4 * Math.sqrt(2)), crude.allowed);
    }
  }

  @Test
  void presetsHaveTheirNumbersOfSteps() {
    assertEquals(1000, steps(new DpsProvider()));
    assertEquals(50, steps(new DpsProvider(), "preset", "ours"));
    assertEquals(50, steps(new BgdmProvider()));
    assertEquals(100, steps(new RefinedBgdmProvider(), "preset", "published"));
    assertEquals(1, steps(new DpsProvider(), "steps", "1"));
  }

  private static long steps(SamplerProvider provider, String... options) {
    Sampler sampler = Runs.sampler(provider, options);
    return ChainRun.begin("test", sampler, Problems.g2(), Chains.of(1), NOISE).steps();
  }

  @Test
  void optionsThatHaveNoEffectOrAreOutOfRangeAreRefused() {
    refused(new BgdmProvider(), "lambda", "1");
    refused(new RefinedBgdmProvider(), "power", "1");
    refused(new RefinedBgdmProvider(), "gamma", "0.5");
    refused(new DpsProvider(), "steps", "0");
    refused(new DpsProvider(), "steps", "1001");
    refused(new DpsProvider(), "preset", "theirs");
  }

  private static void refused(SamplerProvider provider, String... options) {
    assertThrows(InvalidOptionException.class, () -> Runs.sampler(provider, options));
  }

  /** Without the inner step no derivative is needed. */
  @Test
  void aPriorWithoutDerivativeServesTheOuterStepAlone() {
    Spy prior = new Spy();
    prior.differentiable = false;
    PreparedProblem problem = Problems.g2(Problems.g2Operator(), prior);
    Sampler outer = Runs.sampler(new BgdmProvider(), "zeta", "0", "steps", "3");
    assertEquals(2, Runs.samples(outer, problem, Chains.of(2), NOISE).size());
    assertTrue(
        Runs.sampler(new BgdmProvider()).requirements().stream()
            .anyMatch(r -> !r.isMetBy(problem.problem())));
  }

  private static void same(List<Field> expected, List<Field> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).data(), actual.get(i).data());
    }
  }

  /** G2's prior, counting. */
  private static final class Spy implements Prior, Denoiser, DifferentiableDenoiser {
    private final Prior inner = Problems.g2Prior();
    private boolean differentiable = true;
    private int batches;

    @Override
    public PriorCard card() {
      return inner.card();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == Denoiser.class || (type == DifferentiableDenoiser.class && differentiable)
          ? Optional.of(type.cast(this))
          : Optional.empty();
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      batches++;
      return inner.capability(Denoiser.class).orElseThrow().denoise(batch, sigma);
    }

    @Override
    public int maxOpen() {
      return 1;
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      batches++;
      return inner.capability(DifferentiableDenoiser.class).orElseThrow().linearize(batch, sigma);
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** G2's operator with a solve by one step of descent: where it starts has to be resumed. */
  private static final class CrudeSolve implements LinearOperator, NormalSolve {
    private final LinearOperator inner = Problems.g2Operator();

    /** The errors that were allowed. */
    final Set<Double> allowed = new ConcurrentSkipListSet<>();

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

    @Override
    public Accuracy accuracy() {
      return Accuracy.iterative(0.5);
    }

    @Override
    public Solution solve(NormalSystem s) {
      allowed.add(s.error());
      Field start = s.start().orElse(Field.zeros(domain()));
      Field residual = s.b().copy().subtract(adjoint(apply(start))).axpy(-s.lambda(), start);
      return Solution.of(start.copy().axpy(0.4 / (1 + s.lambda()), residual), 2, 0.5);
    }
  }
}
