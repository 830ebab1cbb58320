package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.engine.Toys;

/** What an operator has is kept in the prior's units, what can be derived is added, all counts. */
class PreparedOperatorTest {
  private static final Space SPACE = Space.complex(6, 7);
  private static final Space REAL = Space.real(6, 7);
  private static final Alignment SAME = new Alignment(1, 0, SPACE, SPACE);

  private final Meter meter = new Meter("p");
  private final Field x = Toys.random(SPACE, 1);

  private PreparedOperator prepared(ForwardOperator a) {
    return new PreparedOperator(a, SAME, meter);
  }

  private static <C extends Capability> C of(ForwardOperator a, Class<C> type) {
    return a.capability(type).orElseThrow();
  }

  private static Structured everything(Space space) {
    return Structured.on(space, Structured.EVERYTHING);
  }

  private static void assertClose(Field expected, Field actual, double tolerance) {
    double error = actual.copy().subtract(expected).norm();
    assertTrue(error <= tolerance * (1e-30 + expected.norm()), error + " of " + expected);
  }

  private static Field solve(ForwardOperator a, double lambda, Field b) {
    return of(a, NormalSolve.class).solve(NormalSystem.of(lambda, b)).x();
  }

  /** {@code x′ ↦ A(4 x′)}: the closed forms of the diagonal 4a. */
  @Test
  void everyCapabilityIsThatOfTheScaledOperator() {
    Structured plain = everything(SPACE);
    Field a = plain.diagonal().a();
    Field scaled = a.copy().scale(4);
    Structured truth = new Structured(new Toys.Diagonal(scaled), Structured.EVERYTHING);
    PreparedOperator p = new PreparedOperator(plain, new Alignment(4, 0, SPACE, SPACE), meter);
    for (Class<? extends Capability> c : Structured.EVERYTHING) {
      assertTrue(p.capability(c).isPresent(), c + " was lost");
      assertNotEquals(plain.capability(c).get().getClass(), p.capability(c).get().getClass());
    }
    assertClose(truth.apply(x), p.apply(x), 1e-6);
    assertClose(truth.adjoint(x), p.adjoint(x), 1e-6);
    assertEquals(6, of(p, NormBound.class).norm(), 1e-6);
    assertClose(
        of(truth, NormalOperator.class).normal(x), of(p, NormalOperator.class).normal(x), 1e-6);
    assertClose(solve(truth, 0.3, x), solve(p, 0.3, x), 1e-6);
    assertClose(
        of(truth, PseudoInverse.class).pseudoInverse(x),
        of(p, PseudoInverse.class).pseudoInverse(x),
        1e-6);
    SpectralDecomposition svd = of(p, SpectralDecomposition.class);
    assertArrayEquals(scaled.data(), svd.singularValues().data());
    Field c = svd.analyse(x).multiply(svd.singularValues());
    assertClose(svd.analyseData(truth.apply(x)), c, 1e-6);
    assertClose(x, svd.synthesise(svd.analyse(x)), 1e-6);
  }

  /** An operator that is told what to do, with one capability or none. */
  private record Told(UnaryOperator<Field> map, Capability has) implements LinearOperator {
    @Override
    public Space domain() {
      return SPACE;
    }

    @Override
    public Space range() {
      return SPACE;
    }

    @Override
    public Field apply(Field v) {
      return map.apply(v);
    }

    @Override
    public Field adjoint(Field u) {
      return u.copy();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type.isInstance(has) ? Optional.of(type.cast(has)) : Optional.empty();
    }
  }

  /** A solve that answers 0 to everything, as an iteration does that begins with a NaN. */
  private static final NormalSolve DEAF =
      new NormalSolve() {
        @Override
        public Accuracy accuracy() {
          return Accuracy.iterative(1e-6);
        }

        @Override
        public Solution solve(NormalSystem system) {
          return Solution.of(Field.zeros(system.b().space()), 0, Double.NaN);
        }
      };

  /** With A' = gA the norm √(‖A'e‖² + λ‖e‖²) of an error is g times √(‖Ae‖² + λ/g²‖e‖²). */
  @Test
  void anAlignedSolveAllowsTheErrorOnTheOperatorsScale() {
    NormalSystem[] asked = new NormalSystem[1];
    NormalSolve solve =
        new NormalSolve() {
          @Override
          public Accuracy accuracy() {
            return Accuracy.EXACT;
          }

          @Override
          public Solution solve(NormalSystem system) {
            asked[0] = system;
            return Solution.of(system.b().copy(), 0, 0);
          }
        };
    PreparedOperator p =
        new PreparedOperator(
            new Told(Field::copy, solve), new Alignment(4, 0, SPACE, SPACE), meter);
    Field start = Toys.random(SPACE, 5);
    of(p, NormalSolve.class).solve(NormalSystem.of(8, x).from(start).within(3).atMost(5));
    assertEquals(0.5, asked[0].lambda());
    assertEquals(0.75, asked[0].error());
    assertEquals(5, asked[0].iterations());
    assertArrayEquals(x.copy().scale(1 / 16.0).data(), asked[0].b().data());
    assertArrayEquals(start.data(), asked[0].start().orElseThrow().data());
  }

  @Test
  void aComplexPriorForRealImagesSolvesForThePartThatTheDataKnow() {
    Structured plain = everything(REAL);
    PreparedOperator p = new PreparedOperator(plain, new Alignment(4, 0, REAL, SPACE), meter);
    assertTrue(p.capability(SpectralDecomposition.class).isEmpty(), "leaves a part out");
    assertSolvesItself(p);
    // E* A⁺ y / 4: of all images that explain y the smallest is real.
    Field y = Toys.random(REAL, 2);
    Field least = of(p, PseudoInverse.class).pseudoInverse(y);
    assertClose(of(plain, PseudoInverse.class).pseudoInverse(y).scale(0.25), re(least), 1e-6);
    assertEquals(re(least).norm(), least.norm(), 1e-6);
  }

  @Test
  void aRealPriorForComplexImagesSolvesWithoutTheirImaginaryPart() {
    PreparedOperator p =
        new PreparedOperator(everything(SPACE), new Alignment(4, 0, SPACE, REAL), meter);
    for (Class<? extends Capability> c :
        List.of(SpectralDecomposition.class, PseudoInverse.class)) {
      assertTrue(p.capability(c).isEmpty(), c + " solves for what E forbids");
    }
    assertFalse(of(p, NormalSolve.class).accuracy().isExact());
    assertSolvesItself(p);
    assertEquals(6, of(p, NormBound.class).norm(), 1e-6);
  }

  private static Field re(Field z) {
    return Alignment.cast(z, org.tweedie.api.field.Scalar.REAL);
  }

  private static void assertSolvesItself(PreparedOperator p) {
    Field b = Toys.random(p.domain(), 3);
    for (double lambda : new double[] {0.05, 2}) {
      Field s = solve(p, lambda, b);
      assertClose(b, p.adjoint(p.apply(s)).axpy(lambda, s), 1e-4);
      Field n = of(p, NormalOperator.class).normal(s);
      assertClose(p.adjoint(p.apply(s)), n, 1e-5);
    }
  }

  @Test
  void withoutStructureTheSolveAndTheNormAreIterative() {
    PreparedOperator p = prepared(Structured.on(SPACE, Set.of()));
    assertFalse(of(p, NormalSolve.class).accuracy().isExact());
    for (double lambda : new double[] {0.01, 1, 100}) {
      assertClose(solve(everything(SPACE), lambda, x), solve(p, lambda, x), 1e-4);
    }
    NormBound norm = of(p, NormBound.class);
    assertEquals(1.5, norm.norm(), 1.5 * norm.accuracy().tolerance());
    assertTrue(p.capability(PseudoInverse.class).isEmpty());
    assertTrue(p.capability(SpectralDecomposition.class).isEmpty());
  }

  @Test
  void anIterationHeedsItsStartItsErrorAndItsLimit() {
    PreparedOperator p = prepared(Structured.on(SPACE, Set.of()));
    NormalSolve solve = of(p, NormalSolve.class);
    Field truth = solve(everything(SPACE), 0.1, x);
    NormalSystem system = NormalSystem.of(0.1, x);
    NormalSolve.Solution one = solve.solve(system.atMost(1));
    assertEquals(2, one.operatorEvaluations());
    assertTrue(one.relativeResidual() > 1e-2);
    assertArrayEquals(new float[84], solve.solve(system.atMost(0)).x().data());
    // From the solution nothing is left to do but to see that.
    assertTrue(solve.solve(system.from(truth)).operatorEvaluations() <= 4);
    long all = solve.solve(system).operatorEvaluations();
    assertTrue(solve.solve(system.within(1e3)).operatorEvaluations() < all);
  }

  @Test
  void aFusedNormalOperatorIsWhatTheIterationUses() {
    PreparedOperator p = prepared(Structured.on(SPACE, Set.of(NormalOperator.class)));
    assertClose(solve(everything(SPACE), 0.1, x), solve(p, 0.1, x), 1e-4);
    long evaluations = meter.counts().operatorEvaluations();
    assertEquals(
        evaluations, of(p, NormalSolve.class).solve(NormalSystem.of(0.1, x)).operatorEvaluations());
  }

  @Test
  void fromADecompositionEverythingIsExact() {
    PreparedOperator p = prepared(Structured.on(SPACE, Set.of(SpectralDecomposition.class)));
    assertTrue(of(p, NormalSolve.class).accuracy().isExact());
    for (double lambda : new double[] {0.01, 1, 100}) {
      assertClose(solve(everything(SPACE), lambda, x), solve(p, lambda, x), 1e-6);
    }
    assertEquals(1.5, of(p, NormBound.class).norm());
    PseudoInverse inverse = of(p, PseudoInverse.class);
    assertTrue(inverse.accuracy().isExact());
    assertArrayEquals(
        of(everything(SPACE), PseudoInverse.class).pseudoInverse(x).data(),
        inverse.pseudoInverse(x).data());
    assertEquals(0, meter.counts().operatorEvaluations());
  }

  @Test
  void operatorWorkIsCountedOnceEach() {
    PreparedOperator p = prepared(everything(SPACE));
    p.apply(x);
    p.adjoint(x);
    assertEquals(2, meter.counts().operatorEvaluations());
    try (Linearization<Field> l = p.linearize(x)) {
      l.jvp(x);
      l.vjp(x);
      l.vjp(x);
    }
    assertEquals(6, meter.counts().operatorEvaluations());
    of(p, NormalOperator.class).normal(x);
    assertEquals(8, meter.counts().operatorEvaluations());
    solve(p, 1, x);
    assertEquals(new Counts(0, 0, 8 + 12), meter.counts());
  }

  @Test
  void aSolveThatIsDerivedReportsWhatItCounts() {
    NormalSolve derived = of(prepared(Toys.Diagonal.on(SPACE)), NormalSolve.class);
    NormalSolve.Solution s = derived.solve(NormalSystem.of(0.1, x).from(Toys.random(SPACE, 2)));
    assertEquals(meter.counts().operatorEvaluations(), s.operatorEvaluations());
    assertTrue(s.operatorEvaluations() >= 4);
  }

  /** The norm is preparation: its own work is not counted, and that of others meanwhile is. */
  @Test
  void anEstimateOfTheNormHidesNoWorkOfOtherThreads() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch counted = new CountDownLatch(1);
    LinearOperator slow =
        new Told(
            v -> {
              inside.countDown();
              try {
                counted.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return v.copy();
            },
            null);
    PreparedOperator p = prepared(slow);
    Thread other = new Thread(() -> of(p, NormBound.class).norm());
    other.start();
    inside.await();
    for (int i = 0; i < 1000; i++) {
      p.adjoint(x);
    }
    counted.countDown();
    other.join();
    assertEquals(1000, meter.counts().operatorEvaluations());
  }

  @Test
  void spacesOfArgumentsAndResultsAreChecked() {
    PreparedOperator p = prepared(everything(SPACE));
    Field wrong = Field.zeros(Space.complex(7, 6));
    for (Executable call :
        List.<Executable>of(
            () -> p.apply(wrong),
            () -> p.adjoint(wrong),
            () -> p.linearize(wrong),
            () -> p.linearize(x).jvp(wrong),
            () -> p.linearize(x).vjp(wrong),
            () -> of(p, NormalOperator.class).normal(wrong),
            () -> solve(p, 1, wrong),
            () -> of(p, PseudoInverse.class).pseudoInverse(wrong),
            () -> of(p, SpectralDecomposition.class).analyse(wrong),
            () -> of(p, SpectralDecomposition.class).synthesise(wrong),
            () -> of(p, SpectralDecomposition.class).analyseData(wrong))) {
      assertThrows(ShapeMismatchException.class, call);
    }
    ShapeMismatchException e =
        assertThrows(
            ShapeMismatchException.class, () -> prepared(new Square(SPACE, wrong)).apply(x));
    assertTrue(e.getMessage().contains("that the operator returned"), e.getMessage());
  }

  /** {@code x ↦ x²} where its components are positive; or a wrong answer. */
  private static final class Square implements ForwardOperator {
    private final Space space;
    private final Field answer;
    private int open;

    Square(Space space, Field answer) {
      this.space = space;
      this.answer = answer;
    }

    @Override
    public Space domain() {
      return space;
    }

    @Override
    public Space range() {
      return space;
    }

    @Override
    public Domain admissible() {
      return Domain.box(0, 2);
    }

    @Override
    public Field apply(Field v) {
      assertTrue(admissible().contains(v), "left the domain");
      return answer == null ? v.copy().multiply(v) : answer;
    }

    @Override
    public Linearization<Field> linearize(Field v) {
      Field twice = v.copy().scale(2);
      Linearization<Field> l =
          Linearization.of(apply(v), d -> d.copy().multiply(twice), d -> d.copy().multiply(twice));
      open++;
      return new Linearization<>() {
        @Override
        public Field value() {
          return l.value();
        }

        @Override
        public Field jvp(Field d) {
          return l.jvp(d);
        }

        @Override
        public Field vjp(Field d) {
          return l.vjp(d);
        }

        @Override
        public void close() {
          open--;
          l.close();
        }
      };
    }
  }

  @Test
  void aDerivativeWhoseValueFailsItsCheckIsClosed() {
    Square liar = new Square(SPACE, Field.zeros(SPACE).fill(Double.NaN));
    PreparedOperator p = prepared(liar);
    Field inside = Field.zeros(SPACE).fill(1);
    for (int i = 0; i < 3; i++) {
      assertThrows(NumericalFailureException.class, () -> p.linearize(inside));
      assertEquals(0, liar.open);
    }
    Square strange = new Square(SPACE, Field.zeros(REAL));
    assertThrows(ShapeMismatchException.class, () -> prepared(strange).linearize(inside));
    assertEquals(0, strange.open);
  }

  /** The box [0, 2] of the data is [−1, 3] of a prior whose images x′ are x = x′/2 + 1/2. */
  @Test
  void imagesAreProjectedOntoTheDomainOfANonlinearOperator() {
    Alignment t = new Alignment(0.5, 0.5, REAL, REAL);
    PreparedOperator p = new PreparedOperator(new Square(REAL, null), t, meter);
    assertEquals(Domain.box(-1, 3), p.admissible());
    Field v = Field.zeros(REAL);
    for (int i = 0; i < 42; i++) {
      v.data()[i] = i - 20;
    }
    Field z = p.apply(v);
    for (int i = 0; i < 42; i++) {
      double image = Math.min(2, Math.max(0, 0.5 * v.data()[i] + 0.5));
      assertEquals(image * image, z.data()[i], 1e-6);
    }
    // −20 … −2 and 4 … 21.
    assertEquals(19 + 18, meter.projected());
    try (Linearization<Field> l = p.linearize(v)) {
      assertArrayEquals(z.data(), l.value().data());
    }
    assertEquals(2 * 37, meter.projected());
    assertTrue(p.linear().isEmpty());
  }

  @Test
  void aDomainOfOtherImagesThanThePriorsIsRefused() {
    UnsupportedProblemException e =
        assertThrows(
            UnsupportedProblemException.class,
            () ->
                new PreparedOperator(
                    new Square(REAL, null), new Alignment(1, 0, REAL, SPACE), meter));
    assertTrue(e.getMessage().contains("restricts the values of its real 6 x 7"), e.getMessage());
  }

  @Test
  void whatIsNotFiniteIsBlamedOnWhoMadeIt() {
    meter.sampler("s");
    meter.step(17);
    PreparedOperator p = prepared(everything(SPACE));
    Field bad = x.copy();
    bad.data()[3] = Float.NaN;
    for (Executable call :
        List.<Executable>of(
            () -> p.apply(bad),
            () -> p.adjoint(bad),
            () -> p.linearize(bad),
            () -> solve(p, 1, bad),
            () -> solve(prepared(Structured.on(SPACE, Set.of())), 1, bad),
            () -> solve(prepared(new Told(Field::copy, DEAF)), 1, bad),
            () -> of(p, NormalOperator.class).normal(bad),
            () -> of(p, PseudoInverse.class).pseudoInverse(bad))) {
      NumericalFailureException e = assertThrows(NumericalFailureException.class, call);
      assertEquals("the sampler s", e.culprit());
      assertEquals(17, e.step());
    }
    Field factors = Field.zeros(SPACE).fill(1);
    factors.data()[5] = Float.POSITIVE_INFINITY;
    PreparedOperator broken =
        prepared(new Structured(new Toys.Diagonal(factors), Structured.EVERYTHING));
    for (Executable call :
        List.<Executable>of(
            () -> broken.apply(x),
            () -> broken.adjoint(x),
            () -> broken.linearize(x),
            () -> of(broken, NormalOperator.class).normal(x))) {
      assertEquals("the operator", assertThrows(NumericalFailureException.class, call).culprit());
    }
  }

  @Test
  void whatAnOperatorThrowsIsItsAuthorsFaultAndNotTheSamplers() {
    meter.step(4);
    PreparedOperator p =
        prepared(
            new Told(
                v -> {
                  throw new ArrayIndexOutOfBoundsException(7);
                },
                null));
    PluginException e = assertThrows(PluginException.class, () -> p.apply(x));
    assertTrue(e.getMessage().contains("the operator failed at step 4"), e.getMessage());
  }
}
