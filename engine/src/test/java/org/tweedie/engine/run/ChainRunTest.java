package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;
import org.tweedie.engine.Toys;

/** A kernel that is driven: resumed at any step, checked at every step, its failures named. */
class ChainRunTest {
  private static final Space SPACE = Space.real(2, 3);
  private static final Noise NOISE = new CounterNoise(5);
  private static final Purpose MOVE = Purpose.of("move");
  private static final PriorCard CARD =
      PriorCard.builder("p", SpacePattern.eitherScalar(2, 3)).sigma(0, 10).build();

  private int nanAt = -1;

  private PreparedProblem problem() {
    return PreparedProblem.of(
        new GaussianLikelihood(Toys.Diagonal.on(SPACE), Toys.random(SPACE, 1), 0.5),
        new Toys.GaussianPrior(CARD, 0.3, nanAt),
        1);
  }

  /**
   * Keeps a bit of everything in its state: images, measurements, a list that grows, numbers; draws
   * normals and uniforms; uses prior, operator and solve; ends when its numbers say so.
   */
  private static final class Rich implements Kernel {
    @Override
    public long steps() {
      return 20;
    }

    @Override
    public State init(Bench bench) {
      return State.of("x", bench.each(i -> bench.normals(i, Purpose.of("init"))))
          .with("z", bench.each(bench.chains(), i -> Field.zeros(Space.complex(2))))
          .with("kept", List.of())
          .with("clock", 0)
          .with("w", new double[bench.chains()]);
    }

    @Override
    public State step(Bench bench, State s) {
      double level = 1 / (1.0 + s.numbers("clock")[0]);
      List<Field> clean = bench.denoise(s.fields("x"), level);
      double[] w = s.numbers("w");
      List<Field> x =
          bench.each(
              i -> {
                Field solved = bench.solve(NormalSystem.of(level, clean.get(i)));
                w[i] += bench.uniform(i, MOVE) + Math.log(w[i] + 1);
                bench.note("residual", i);
                return solved.axpy(w[i] * 0.01, bench.normals(i, MOVE));
              });
      List<Field> gradients = bench.likelihoodGradient(x);
      List<Field> z = bench.each(i -> s.fields("z").get(i).copy().add(noise(bench, i)).scale(0.5));
      List<Field> kept = new ArrayList<>(s.fields("kept"));
      kept.add(gradients.get(0));
      return State.of("x", bench.each(i -> x.get(i).copy().axpy(0.01, gradients.get(i))))
          .with("z", z)
          .with("kept", kept)
          .with("clock", bench.step() + 1)
          .with("w", w);
    }

    private static Field noise(Bench bench, int i) {
      return bench.normals(i, Purpose.of("z"), Space.complex(2));
    }

    @Override
    public boolean done(State s, long step) {
      return s.numbers("clock")[0] >= 8;
    }

    @Override
    public List<ChainResult> result(State s) {
      return ChainResult.each(s.fields("x"));
    }
  }

  private static ChainRun begin(Kernel kernel, PreparedProblem p, Chains chains) {
    return ChainRun.begin("s", Toys.sampler(q -> kernel), p, chains, NOISE);
  }

  private static void assertSame(State a, State b) {
    assertEquals(a.fields().keySet(), b.fields().keySet());
    a.fields()
        .forEach(
            (name, fields) -> {
              assertEquals(fields.size(), b.fields(name).size());
              for (int i = 0; i < fields.size(); i++) {
                assertArrayEquals(fields.get(i).data(), b.fields(name).get(i).data());
              }
            });
    assertEquals(a.numbers().keySet(), b.numbers().keySet());
    a.numbers().forEach((name, n) -> assertArrayEquals(n, b.numbers(name)));
  }

  @Test
  void aRunResumedAtAnyStepEqualsOneThatWasNotInterrupted() {
    Chains chains = new Chains(3, 2);
    PreparedProblem p = problem();
    ChainRun whole = begin(new Rich(), p, chains);
    assertEquals(20, whole.steps());
    List<State> states = new ArrayList<>(List.of(whole.state()));
    List<StepRecord> trace = new ArrayList<>();
    while (!whole.done()) {
      trace.add(whole.advance());
      states.add(whole.state());
    }
    assertEquals(9, states.size());
    Counts all = p.counts();
    for (int at = 0; at < 9; at++) {
      PreparedProblem q = problem();
      Sampler sampler = Toys.sampler(r -> new Rich());
      ChainRun run = ChainRun.resume("s", sampler, q, chains, NOISE, at, states.get(at));
      for (int k = at; !run.done(); k++) {
        assertEquals(k, run.step());
        assertEquals(trace.get(k), run.advance());
        assertSame(states.get(k + 1), run.state());
      }
      assertSame(states.get(8), run.state());
      assertArrayEquals(
          whole.results().get(1).samples().get(0).data(),
          run.results().get(1).samples().get(0).data());
      assertEquals(all.priorEvaluations() * (8 - at) / 8, q.counts().priorEvaluations());
    }
  }

  @Test
  void aChainDoesNotDependOnThoseThatRunWithIt() {
    ChainRun four = begin(new Rich(), problem(), Chains.of(4));
    ChainRun alone = begin(new Rich(), problem(), new Chains(2, 1));
    while (!four.done()) {
      four.advance();
      alone.advance();
    }
    assertTrue(alone.done());
    assertArrayEquals(
        four.state().fields("x").get(2).data(), alone.state().fields("x").get(0).data());
    assertEquals(four.state().numbers("w")[2], alone.state().numbers("w")[0]);
  }

  @Test
  void aStepBeyondTheLastAndAStateOfNoStepAreRefused() {
    ChainRun run = begin(new Rich(), problem(), Chains.of(1));
    while (!run.done()) {
      run.advance();
    }
    assertThrows(LifecycleException.class, run::advance);
    for (long step : new long[] {-1, 21}) {
      assertThrows(
          StateMismatchException.class,
          () ->
              ChainRun.resume(
                  "s",
                  Toys.sampler(q -> new Rich()),
                  problem(),
                  Chains.of(1),
                  NOISE,
                  step,
                  run.state()));
    }
  }

  /** A kernel whose one step is given. */
  private abstract static class Short extends Toys.Iteration {
    Short() {
      super(9);
    }
  }

  private static Kernel stepping(java.util.function.BiFunction<Bench, State, State> step) {
    return new Short() {
      @Override
      public State step(Bench bench, State state) {
        return bench.step() < 3 ? state : step.apply(bench, state);
      }
    };
  }

  private NumericalFailureException failure(Kernel kernel) {
    ChainRun run = begin(kernel, problem(), Chains.of(2));
    for (int i = 0; i < 3; i++) {
      run.advance();
    }
    NumericalFailureException e = assertThrows(NumericalFailureException.class, run::advance);
    assertEquals(3, e.step());
    return e;
  }

  private static Field nan() {
    return Field.zeros(SPACE).fill(Double.NaN);
  }

  private static Field infinite() {
    return Field.zeros(SPACE).fill(Double.POSITIVE_INFINITY);
  }

  private void assertBlame(String who, Kernel kernel) {
    assertEquals(who, failure(kernel).culprit());
  }

  @Test
  void aStateThatIsNotFiniteIsTheSamplers() {
    assertBlame("the sampler s", stepping((b, s) -> s.with("x", List.of(nan(), nan()))));
    assertBlame("the sampler s", stepping((b, s) -> s.with("momentum", List.of(infinite()))));
    assertBlame("the sampler s", stepping((b, s) -> s.with("weight", 1, Double.NaN)));
    // A weight of nothing is a number.
    ChainRun run =
        begin(
            stepping((b, s) -> s.with("weight", Double.NEGATIVE_INFINITY)),
            problem(),
            Chains.of(1));
    while (!run.done()) {
      run.advance();
    }
    Kernel born =
        new Short() {
          @Override
          public State init(Bench bench) {
            return State.of("x", List.of(nan()));
          }

          @Override
          public State step(Bench bench, State state) {
            return state;
          }
        };
    NumericalFailureException e =
        assertThrows(NumericalFailureException.class, () -> begin(born, problem(), Chains.of(1)));
    assertEquals("the sampler s", e.culprit());
    assertEquals(0, e.step());
  }

  /** Whoever made the value is named, though it is another who meets it first. */
  @Test
  void aValueThatWasPassedOnWithinOneStepIsBlamedOnItsMaker() {
    // The sampler's own, handed to the prior or the operator.
    assertBlame("the sampler s", stepping((b, s) -> of(b.denoise(List.of(nan(), nan()), 1))));
    assertBlame("the sampler s", stepping((b, s) -> State.of("z", List.of(b.apply(nan())))));
    assertBlame("the sampler s", stepping((b, s) -> State.of("z", List.of(b.adjoint(infinite())))));
    assertBlame(
        "the sampler s",
        stepping((b, s) -> State.of("z", List.of(b.solve(NormalSystem.of(1, nan()))))));
    assertBlame("the sampler s", stepping((b, s) -> of(b.likelihoodGradient(List.of(nan())))));
    // The prior's, handed to the operator.
    nanAt = 0;
    NumericalFailureException e =
        failure(
            stepping(
                (b, s) -> {
                  List<Field> clean = b.denoise(s.fields("x"), 0.25);
                  return of(b.each(i -> b.adjoint(b.apply(clean.get(i)))));
                }));
    assertEquals("the prior p", e.culprit());
    assertTrue(e.getMessage().contains("at step 3 (level 0.25)"), e.getMessage());
    // An operator that overflows on what is finite.
    nanAt = -1;
    Kernel huge =
        stepping((b, s) -> of(b.each(i -> b.apply(Field.zeros(SPACE).fill(Float.MAX_VALUE)))));
    assertBlame("the operator", huge);
  }

  private static State of(List<Field> x) {
    return State.of("x", x);
  }

  private static void assertPlugin(int step, org.junit.jupiter.api.function.Executable call) {
    PluginException e = assertThrows(PluginException.class, call);
    assertTrue(e.getMessage().contains("the sampler s failed at step " + step), e.getMessage());
    assertTrue(e.getMessage().contains("as asked"), e.getMessage());
  }

  private static <T> T fail() {
    throw new IllegalStateException("as asked");
  }

  @Test
  void whatAKernelThrowsIsAPluginExceptionWithTheStep() {
    ChainRun run = begin(stepping((b, s) -> fail()), problem(), Chains.of(1));
    for (int i = 0; i < 3; i++) {
      run.advance();
    }
    assertPlugin(3, run::advance);
    assertPlugin(
        0, () -> ChainRun.begin("s", Toys.sampler(q -> fail()), problem(), Chains.of(1), NOISE));
    assertPlugin(
        0,
        () ->
            begin(
                new Short() {
                  @Override
                  public State init(Bench bench) {
                    return fail();
                  }

                  @Override
                  public State step(Bench bench, State state) {
                    return state;
                  }
                },
                problem(),
                Chains.of(1)));
    ChainRun undecided =
        begin(
            new Short() {
              @Override
              public State step(Bench bench, State state) {
                return state;
              }

              @Override
              public boolean done(State state, long step) {
                return step == 2 ? fail() : false;
              }
            },
            problem(),
            Chains.of(1));
    undecided.advance();
    undecided.advance();
    assertPlugin(2, undecided::done);
    // A plug-in of another version of a library.
    PluginException e =
        assertThrows(
            PluginException.class,
            () ->
                ChainRun.begin(
                    "s",
                    Toys.sampler(
                        q -> {
                          throw new NoSuchMethodError("as asked");
                        }),
                    problem(),
                    Chains.of(1),
                    NOISE));
    assertEquals(NoSuchMethodError.class, e.getCause().getClass());
    // A chain that is not there.
    ChainRun lost =
        begin(stepping((b, s) -> of(List.of(b.normals(1, MOVE)))), problem(), Chains.of(1));
    for (int i = 0; i < 3; i++) {
      lost.advance();
    }
    assertTrue(
        assertThrows(PluginException.class, lost::advance)
            .getMessage()
            .contains("chain 1 of 1 that run together"));
  }

  private static Kernel returning(Function<State, List<ChainResult>> result) {
    return new Short() {
      @Override
      public State step(Bench bench, State state) {
        return state;
      }

      @Override
      public List<ChainResult> result(State state) {
        return result.apply(state);
      }
    };
  }

  private void assertResult(Class<? extends RuntimeException> type, UnaryOperator<ChainResult> f) {
    Kernel k = returning(s -> List.of(f.apply(ChainResult.of(s.fields("x").get(0)))));
    assertThrows(type, () -> begin(k, problem(), Chains.of(1)));
  }

  /** Results that cannot be used are known before the first step, not after the last. */
  @Test
  void resultsAreChecked() {
    Kernel none = returning(s -> List.of());
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> begin(none, problem(), Chains.of(2)));
    assertTrue(e.getMessage().contains("the sampler s returned 0 results"), e.getMessage());
    assertResult(ShapeMismatchException.class, r -> ChainResult.of(Field.zeros(Space.real(6))));
    assertResult(NumericalFailureException.class, r -> ChainResult.of(nan()));
    assertResult(PluginException.class, r -> r.withLogEvidence(Double.NaN));
    assertResult(PluginException.class, r -> r.withLogEvidence(Double.POSITIVE_INFINITY));
    Kernel impossible =
        returning(
            s ->
                List.of(
                    ChainResult.of(s.fields("x").get(0))
                        .withLogEvidence(Double.NEGATIVE_INFINITY)));
    assertEquals(
        Double.NEGATIVE_INFINITY,
        begin(impossible, problem(), Chains.of(1)).results().get(0).logEvidence().getAsDouble());
  }

  @Test
  void whatIsMissingIsNamedBeforeAKernelIsMade() {
    Sampler greedy =
        Sampler.of(
            Toys.CLAIM,
            List.of(
                Requirement.prior(Generator.class, "latents"),
                Requirement.likelihood(LinearGaussian.class, "is there"),
                Requirement.operator(org.tweedie.api.spi.operator.PseudoInverse.class, "start")
                    .or(org.tweedie.api.spi.operator.SpectralDecomposition.class)),
            (Problem q) -> fail());
    UnsupportedProblemException e =
        assertThrows(
            UnsupportedProblemException.class,
            () -> ChainRun.begin("s", greedy, problem(), Chains.of(1), NOISE));
    assertTrue(
        e.getMessage()
            .contains(
                "the prior p lacks Generator (latents); the operator lacks PseudoInverse or"
                    + " SpectralDecomposition (start)"),
        e.getMessage());
    assertFalse(e.getMessage().contains("is there"));
  }

  @Test
  void notesAreAveragedAndForgottenAtTheNextStep() {
    ChainRun run =
        begin(
            new Short() {
              @Override
              public State step(Bench bench, State state) {
                if (bench.step() == 0) {
                  bench.each(
                      i -> {
                        bench.note("acceptance", i);
                        return Field.zeros(SPACE);
                      });
                }
                return state;
              }
            },
            problem(),
            Chains.of(4));
    StepRecord first = run.advance();
    assertEquals(1.5, first.notes().get("acceptance"));
    assertTrue(Double.isNaN(first.level()), "the prior was not used");
    assertTrue(run.advance().notes().isEmpty());
  }
}
