package org.tweedie.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Capable;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.Alignment;
import org.tweedie.engine.Counts;
import org.tweedie.engine.Toys;

/** The decorators: nothing that an object has is lost, counts are right, bad values are caught. */
class WatchedTest {
  private static final Space SPACE = Space.complex(4, 5);
  private static final PriorCard CARD =
      new PriorCard(
          "p",
          "a prior",
          SpacePattern.eitherScalar(4, 5),
          PriorCard.ValueRange.UNBOUNDED,
          0,
          10,
          "none",
          "public",
          List.of());

  private final Meter meter = new Meter("p");

  /** Whatever of the interface is called, the handler answers. */
  private static <T> T proxy(Class<T> type, InvocationHandler h) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, h));
  }

  /** An object that claims one capability and answers nothing else but its spaces and card. */
  private static <T> T claiming(Class<T> type, Class<? extends Capability> capability) {
    return proxy(
        type,
        (self, method, args) ->
            switch (method.getName()) {
              case "capability" ->
                  args[0] == capability
                      ? Optional.of(proxy(capability, (s, m, a) -> null))
                      : Optional.empty();
              case "domain", "range" -> SPACE;
              case "card" -> CARD;
              default -> throw new AssertionError(method);
            });
  }

  @Test
  void everyCapabilityOfTheApiIsKeptAndWrappedByTheOwnerItBelongsTo() {
    List<Function<Class<? extends Capability>, Capable>> owners =
        List.of(
            t -> WatchedOperator.of(claiming(ForwardOperator.class, t), meter),
            t -> WatchedOperator.of(claiming(LinearOperator.class, t), meter),
            t -> new WatchedPrior(claiming(Prior.class, t), SPACE, meter));
    for (Class<?> c : Capability.class.getPermittedSubclasses()) {
      Class<? extends Capability> type = c.asSubclass(Capability.class);
      int keep = 0;
      for (Function<Class<? extends Capability>, Capable> owner : owners) {
        Capable watched = owner.apply(type);
        try {
          Optional<? extends Capability> found = watched.capability(type);
          assertTrue(found.isPresent(), type + " was lost");
          assertFalse(Proxy.isProxyClass(found.get().getClass()), type + " is not wrapped");
          keep++;
        } catch (PluginException e) {
          assertTrue(e.getMessage().contains(type.getSimpleName()), e.getMessage());
        }
      }
      // Likelihoods have one capability, which preparation rebuilds; see the test below.
      assertEquals(
          type == LinearGaussian.class ? 0 : isOfPrior(type) ? 1 : 2, keep, type.toString());
    }
  }

  private static boolean isOfPrior(Class<?> type) {
    return type.getPackageName().endsWith(".prior");
  }

  @Test
  void alignmentKeepsEveryCapabilityOfALinearOperator() {
    ForwardOperator a = Structured.on(SPACE, Structured.everything());
    ForwardOperator aligned = AlignedOperator.of(a, new Alignment(3, 0, SPACE, SPACE));
    assertTrue(aligned instanceof LinearOperator);
    for (Class<?> c : Capability.class.getPermittedSubclasses()) {
      Class<? extends Capability> type = c.asSubclass(Capability.class);
      Optional<? extends Capability> found = aligned.capability(type);
      assertEquals(a.capability(type).isPresent(), found.isPresent(), type.toString());
      if (found.isPresent()) {
        assertNotSame(a.capability(type).get().getClass(), found.get().getClass());
      }
    }
  }

  @Test
  void preparationKeepsLinearGaussian() {
    Field y = Structured.random(SPACE, 1);
    Likelihood l = new GaussianLikelihood(Toys.Diagonal.on(SPACE), y, 1);
    Alignment t = new Alignment(2, 0, SPACE, SPACE);
    assertTrue(Preparation.prepare(l, t, meter).capability(LinearGaussian.class).isPresent());
    assertTrue(
        Preparation.prepare(new Toys.Opaque(l), t, meter)
            .capability(LinearGaussian.class)
            .isEmpty());
  }

  @Test
  void operatorWorkIsCountedOnceEach() {
    LinearOperator a =
        WatchedOperator.of((LinearOperator) Structured.on(SPACE, Structured.everything()), meter);
    Field x = Structured.random(SPACE, 1);
    a.apply(x);
    a.adjoint(x);
    assertEquals(2, meter.counts().operatorEvaluations());
    try (Linearization<Field> l = a.linearize(x)) {
      l.jvp(x);
      l.vjp(x);
      l.vjp(x);
    }
    assertEquals(6, meter.counts().operatorEvaluations());
    a.capability(OrderedSubsets.class).orElseThrow().subsets(1).get(0).apply(x);
    assertEquals(7, meter.counts().operatorEvaluations());
    meter.uncounted(() -> a.apply(x));
    assertEquals(new Counts(0, 0, 7), meter.counts());
  }

  @Test
  void aSolveThatReportsItsWorkAndOneThatIsDerivedCountAlike() {
    LinearOperator plain = WatchedOperator.of((LinearOperator) Toys.Diagonal.on(SPACE), meter);
    NormalSolve derived =
        DerivedOperator.of(plain, meter).capability(NormalSolve.class).orElseThrow();
    Field b = Structured.random(SPACE, 1);
    NormalSolve.Solution s = derived.solve(0.1, b, Structured.random(SPACE, 2));
    assertEquals(meter.counts().operatorEvaluations(), s.operatorEvaluations());
    assertTrue(s.operatorEvaluations() >= 4);

    Meter other = new Meter("p");
    NormalSolve reporting =
        proxy(
            NormalSolve.class, (self, m, args) -> new NormalSolve.Solution((Field) args[1], 12, 0));
    ForwardOperator native12 =
        proxy(
            LinearOperator.class,
            (self, m, args) ->
                m.getName().equals("capability") ? Optional.of(reporting) : (Object) SPACE);
    WatchedOperator.of(native12, other).capability(NormalSolve.class).orElseThrow().solve(1, b, b);
    assertEquals(12, other.counts().operatorEvaluations());
  }

  /** With A' = gA the norm √(‖A'e‖² + λ‖e‖²) of an error is g times √(‖Ae‖² + λ/g²‖e‖²). */
  @Test
  void anAlignedSolveAllowsTheErrorOnTheOperatorsScale() {
    List<Object> asked = new ArrayList<>();
    NormalSolve solve =
        proxy(
            NormalSolve.class,
            (self, m, args) -> {
              asked.addAll(List.of(args[0], args[3]));
              return new NormalSolve.Solution((Field) args[1], 0, 0);
            });
    ForwardOperator a =
        proxy(
            LinearOperator.class,
            (self, m, args) ->
                m.getName().equals("capability") ? Optional.of(solve) : (Object) SPACE);
    ForwardOperator aligned = AlignedOperator.of(a, new Alignment(4, 0, SPACE, SPACE));
    Field b = Structured.random(SPACE, 1);
    aligned.capability(NormalSolve.class).orElseThrow().solve(8, b, b, 3);
    assertEquals(List.of(0.5, 0.75), asked);
  }

  @Test
  void spacesOfArgumentsAndResultsAreChecked() {
    LinearOperator a = WatchedOperator.of((LinearOperator) Toys.Diagonal.on(SPACE), meter);
    Field wrong = Field.zeros(Space.real(4, 5));
    assertThrows(ShapeMismatchException.class, () -> a.apply(wrong));
    assertThrows(ShapeMismatchException.class, () -> a.adjoint(wrong));
    ForwardOperator liar =
        proxy(
            ForwardOperator.class,
            (self, m, args) -> m.getName().equals("apply") ? wrong : (Object) SPACE);
    assertThrows(
        ShapeMismatchException.class,
        () -> WatchedOperator.of(liar, meter).apply(Field.zeros(SPACE)));
    Prior p = new WatchedPrior(new Toys.GaussianPrior(CARD, 0, -1), SPACE, meter);
    assertThrows(ShapeMismatchException.class, () -> p.denoise(List.of(wrong), 1));
  }

  @Test
  void whatIsNotFiniteIsBlamedOnWhoMadeIt() {
    meter.sampler("s");
    meter.step(17);
    Prior p = new WatchedPrior(new Toys.GaussianPrior(CARD, 0, 1), SPACE, meter);
    Field x = Structured.random(SPACE, 1);
    p.denoise(List.of(x), 0.5);
    assertCulprit("the prior p", () -> p.denoise(List.of(x), 0.25));
    Field bad = x.copy();
    bad.data()[3] = Float.NaN;
    assertCulprit("the sampler s", () -> p.denoise(List.of(bad), 0.25));
    LinearOperator a = WatchedOperator.of((LinearOperator) Toys.Diagonal.on(SPACE), meter);
    assertCulprit("the operator", () -> a.apply(bad));
    NumericalFailureException e = assertThrows(NumericalFailureException.class, () -> a.apply(bad));
    assertEquals(17, e.step());
    assertTrue(e.getMessage().contains("level 0.25"), e.getMessage());
  }

  private static void assertCulprit(String who, org.junit.jupiter.api.function.Executable call) {
    assertEquals(who, assertThrows(NumericalFailureException.class, call).culprit());
  }

  @Test
  void pullbacksAreCountedLimitedAndClosedOnce() {
    int[] closes = {0};
    DifferentiablePrior identity =
        new DifferentiablePrior() {
          @Override
          public int maxOpen() {
            return 1;
          }

          @Override
          public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
            return new Pullback<>() {
              @Override
              public List<Field> value() {
                return batch;
              }

              @Override
              public List<Field> vjp(List<Field> u) {
                return new ArrayList<>(u);
              }

              @Override
              public void close() {
                closes[0]++;
              }
            };
          }
        };
    Prior inner =
        proxy(
            Prior.class,
            (self, m, args) ->
                m.getName().equals("capability") ? Optional.of(identity) : (Object) CARD);
    WatchedPrior prior = new WatchedPrior(inner, SPACE, meter);
    DifferentiablePrior d = prior.capability(DifferentiablePrior.class).orElseThrow();
    List<Field> batch = List.of(Structured.random(SPACE, 1), Structured.random(SPACE, 2));
    Pullback<List<Field>> open = d.linearize(batch, 1);
    open.vjp(batch);
    open.vjp(batch);
    assertEquals(new Counts(2, 4, 0), meter.counts());
    TweedieException e = assertThrows(LifecycleException.class, () -> d.linearize(batch, 1));
    assertTrue(e.getMessage().contains("allows 1 open"), e.getMessage());
    open.close();
    open.close();
    assertEquals(1, closes[0]);
    d.linearize(batch, 1).close();
    prior.close();
    assertThrows(LifecycleException.class, () -> d.linearize(batch, 1));
    assertThrows(LifecycleException.class, () -> prior.denoise(batch, 1));
  }
}
