package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.NumericalFailureException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.ColouredNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.Toys;

/** What a prior has is kept, bounded in its batches, counted, timed and checked. */
class PreparedPriorTest {
  private static final Space SPACE = Space.complex(4, 5);
  private static final Space LATENT = Space.real(3);
  private static final PriorCard CARD =
      PriorCard.builder("p", SpacePattern.eitherScalar(4, 5)).sigma(0, 10).build();
  private static final List<Class<? extends Capability>> ALL =
      List.of(
          Denoiser.class,
          DifferentiableDenoiser.class,
          Generator.class,
          PosteriorDenoiser.class,
          ExactPosterior.class,
          ColouredNoise.class);

  private final Meter meter = new Meter("p");
  private final Talented inner = new Talented();

  /**
   * Has every capability of priors: what it makes depends on position and level, and it keeps a
   * diary of the batches that it sees.
   */
  private static final class Talented implements Prior {
    private final List<Integer> batches = new ArrayList<>();
    private int open;
    private int most;
    private boolean broken;
    private boolean short1;

    @Override
    public PriorCard card() {
      return CARD;
    }

    @Override
    public void close() {
      throw new AssertionError("belongs to somebody else");
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      Capability c = null;
      if (type == Denoiser.class) {
        c = (Denoiser) (batch, sigma) -> each(batch, sigma);
      } else if (type == PosteriorDenoiser.class) {
        c = (PosteriorDenoiser) (likelihood, batch, sigma) -> each(batch, -sigma);
      } else if (type == DifferentiableDenoiser.class) {
        c = new Differentiable();
      } else if (type == Generator.class) {
        c = new Making();
      } else if (type == ExactPosterior.class) {
        c = (ExactPosterior) likelihood -> new Exact();
      } else if (type == ColouredNoise.class) {
        c = new Coloured();
      }
      return Optional.ofNullable(type.cast(c));
    }

    private List<Field> each(List<Field> batch, double factor) {
      batches.add(batch.size());
      List<Field> out = new ArrayList<>();
      for (Field x : batch) {
        Field y = x.copy().multiply(x).scale(factor);
        if (broken) {
          y.data()[2] = Float.NaN;
        }
        out.add(y);
      }
      return short1 ? out.subList(1, out.size()) : out;
    }

    private <T> Pullback<T> opened(T value, java.util.function.UnaryOperator<T> vjp) {
      open++;
      most = Math.max(most, open);
      return new Pullback<>() {
        @Override
        public T value() {
          return value;
        }

        @Override
        public T vjp(T u) {
          return vjp.apply(u);
        }

        @Override
        public void close() {
          open--;
        }
      };
    }

    private final class Differentiable implements DifferentiableDenoiser {
      @Override
      public int maxOpen() {
        return 1;
      }

      @Override
      public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
        return opened(
            each(batch, sigma),
            u -> {
              List<Field> out = new ArrayList<>();
              for (int i = 0; i < u.size(); i++) {
                out.add(u.get(i).copy().multiply(batch.get(i)).scale(2 * sigma));
              }
              return out;
            });
      }
    }

    private final class Making implements Generator {
      @Override
      public Space latent() {
        return LATENT;
      }

      @Override
      public Pullback<List<Field>> linearize(List<Field> batch) {
        batches.add(batch.size());
        return opened(
            batch.stream().map(z -> Field.zeros(SPACE).fill(z.data()[1])).toList(),
            u -> u.stream().map(v -> Field.zeros(LATENT).fill(v.data()[7])).toList());
      }
    }

    private final class Exact implements ExactPosterior.Posterior {
      private Field image() {
        return each(List.of(Field.zeros(SPACE).fill(1)), 1).get(0);
      }

      @Override
      public Field mean() {
        return image();
      }

      @Override
      public Field variance() {
        return image();
      }

      @Override
      public double logEvidence() {
        return -4;
      }

      @Override
      public Field draw(Noise noise, int chain, long step, Purpose purpose) {
        return image();
      }
    }

    private final class Coloured implements ColouredNoise {
      @Override
      public List<Field> denoiseColoured(List<Field> batch, double sigma) {
        return each(batch, 1);
      }

      @Override
      public Field root(Field white) {
        return each(List.of(white), 1).get(0);
      }

      @Override
      public Field product(Field x) {
        return each(List.of(x), 1).get(0);
      }
    }
  }

  private Prior prepared(int limit) {
    return PreparedPrior.of(inner, SPACE, meter, limit);
  }

  private static <C extends Capability> C of(Prior p, Class<C> type) {
    return p.capability(type).orElseThrow();
  }

  private static List<Field> random(Space space, int n) {
    List<Field> all = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      all.add(Toys.random(space, i));
    }
    return all;
  }

  private static Likelihood likelihood() {
    return new GaussianLikelihood(Toys.Diagonal.on(SPACE), Field.zeros(SPACE), 1);
  }

  private static void assertSame(List<Field> a, List<Field> b) {
    assertEquals(a.size(), b.size());
    for (int i = 0; i < a.size(); i++) {
      assertArrayEquals(a.get(i).data(), b.get(i).data());
    }
  }

  @Test
  void everyCapabilityOfThePriorIsKeptAndWrapped() {
    Prior p = prepared(8);
    for (Class<? extends Capability> type : ALL) {
      assertTrue(p.capability(type).isPresent(), type + " was lost");
      assertTrue(
          p.capability(type).get().getClass().getName().contains("PreparedPrior"),
          type + " is not wrapped");
    }
  }

  /** One of a later version of the api, which this engine cannot know. */
  private interface Unheard extends Capability {}

  @Test
  void aCapabilityThatTheDecoratorDoesNotKnowIsAnsweredEmpty() {
    Prior has =
        new Prior() {
          @Override
          public PriorCard card() {
            return CARD;
          }

          @Override
          public <C extends Capability> Optional<C> capability(Class<C> type) {
            return type == Unheard.class
                ? Optional.of(type.cast(new Unheard() {}))
                : Optional.empty();
          }

          @Override
          public void close() {}
        };
    assertTrue(has.capability(Unheard.class).isPresent());
    assertTrue(PreparedPrior.of(has, SPACE, meter, 8).capability(Unheard.class).isEmpty());
  }

  @Test
  void noBatchIsLargerThanTheLimitAndNoBitDependsOnIt() {
    List<Field> images = random(SPACE, 7);
    List<Field> whole = of(prepared(8), Denoiser.class).denoise(images, 0.5);
    assertSame(whole, of(prepared(3), Denoiser.class).denoise(images, 0.5));
    assertEquals(List.of(7, 3, 3, 1), inner.batches);
    inner.batches.clear();
    assertSame(
        of(prepared(7), PosteriorDenoiser.class).denoise(likelihood(), images, 0.5),
        of(prepared(2), PosteriorDenoiser.class).denoise(likelihood(), images, 0.5));
    assertEquals(List.of(7, 2, 2, 2, 1), inner.batches);
    assertEquals(new Counts(28, 0, 0), meter.counts());
  }

  @Test
  void pullbacksAreTakenInBatchesToo() {
    List<Field> images = random(SPACE, 5);
    List<Field> u = random(SPACE, 5);
    for (Supplier<List<List<Field>>> round :
        List.<Supplier<List<List<Field>>>>of(
            () -> pulled(of(prepared(2), DifferentiableDenoiser.class).linearize(images, 0.5), u),
            () -> pulled(of(prepared(2), Generator.class).linearize(random(LATENT, 5)), u))) {
      inner.batches.clear();
      inner.most = 0;
      Counts before = meter.counts();
      List<List<Field>> parts = round.get();
      // A forward pass, and one more for each of two products.
      assertEquals(List.of(2, 2, 1, 2, 2, 1, 2, 2, 1), inner.batches);
      assertEquals(new Counts(15, 10, 0), meter.counts().minus(before));
      assertEquals(1, inner.most);
      assertEquals(0, inner.open);
      assertSame(parts.get(1), parts.get(2));
    }
    List<List<Field>> whole =
        pulled(of(prepared(5), DifferentiableDenoiser.class).linearize(images, 0.5), u);
    List<List<Field>> parts =
        pulled(of(prepared(2), DifferentiableDenoiser.class).linearize(images, 0.5), u);
    assertSame(whole.get(0), parts.get(0));
    assertSame(whole.get(1), parts.get(1));
  }

  private static List<List<Field>> pulled(Pullback<List<Field>> p, List<Field> u) {
    try (p) {
      return List.of(p.value(), p.vjp(u), p.vjp(u));
    }
  }

  /** Whether a pullback fits into one batch must not decide whether a second may be opened. */
  @Test
  void theLimitOfABatchDoesNotDecideHowManyPullbacksMayBeOpen() {
    List<Field> images = random(SPACE, 4);
    for (int limit : new int[] {1, 3, 4, 8}) {
      Prior p = prepared(limit);
      DifferentiableDenoiser d = of(p, DifferentiableDenoiser.class);
      Generator g = of(p, Generator.class);
      assertEquals(1, d.maxOpen());
      for (Supplier<Pullback<List<Field>>> opens :
          List.<Supplier<Pullback<List<Field>>>>of(
              () -> d.linearize(images, 1), () -> g.linearize(random(LATENT, 4)))) {
        Pullback<List<Field>> open = opens.get();
        TweedieException e = assertThrows(LifecycleException.class, () -> d.linearize(images, 1));
        assertTrue(e.getMessage().contains("allows 1 open"), e.getMessage());
        assertThrows(LifecycleException.class, () -> g.linearize(random(LATENT, 4)));
        open.vjp(images);
        open.close();
        open.close();
        assertThrows(LifecycleException.class, open::value);
        assertThrows(LifecycleException.class, () -> open.vjp(images));
        d.linearize(images, 1).close();
        assertEquals(0, inner.open);
      }
    }
  }

  @Test
  void aPullbackWhoseValueFailsItsCheckIsClosedAndFreesItsPlace() {
    List<Field> images = random(SPACE, 2);
    for (int limit : new int[] {1, 8}) {
      DifferentiableDenoiser d = of(prepared(limit), DifferentiableDenoiser.class);
      for (int i = 0; i < 3; i++) {
        inner.broken = true;
        assertThrows(NumericalFailureException.class, () -> d.linearize(images, 1));
        inner.broken = false;
        inner.short1 = true;
        assertThrows(ShapeMismatchException.class, () -> d.linearize(images, 1));
        inner.short1 = false;
        assertEquals(0, inner.open);
        d.linearize(images, 1).close();
        assertEquals(0, inner.open);
      }
    }
  }

  @Test
  void whatIsNotFiniteIsBlamedOnWhoMadeIt() {
    meter.sampler("s");
    meter.step(17);
    Prior p = prepared(8);
    Field good = Toys.random(SPACE, 1);
    Field bad = good.copy();
    bad.data()[3] = Float.NaN;
    assertBlame("the sampler s", p, bad);
    inner.broken = true;
    assertBlame("the sampler s", p, bad);
    assertBlame("the prior p", p, good);
    NumericalFailureException e =
        assertThrows(
            NumericalFailureException.class,
            () -> of(p, Denoiser.class).denoise(List.of(good), 0.25));
    assertEquals(17, e.step());
    assertTrue(e.getMessage().contains("level 0.25"), e.getMessage());
    ExactPosterior.Posterior exact =
        of(p, ExactPosterior.class)
            .posterior(likelihood().capability(LinearGaussian.class).orElseThrow());
    assertCulprit("the prior p", exact::mean);
    assertCulprit("the prior p", exact::variance);
    assertCulprit("the prior p", () -> exact.draw(new CounterNoise(0), 0, 0, Purpose.of("draw")));
    assertEquals(-4, exact.logEvidence());
    inner.broken = false;
    assertArrayEquals(Field.zeros(SPACE).fill(1).data(), exact.mean().data());
    Pullback<List<Field>> open = of(p, DifferentiableDenoiser.class).linearize(List.of(good), 1);
    assertCulprit("the sampler s", () -> open.vjp(List.of(bad)));
  }

  private static void assertBlame(String who, Prior p, Field x) {
    List<Field> batch = List.of(x);
    assertCulprit(who, () -> of(p, Denoiser.class).denoise(batch, 1));
    assertCulprit(who, () -> of(p, PosteriorDenoiser.class).denoise(likelihood(), batch, 1));
    assertCulprit(who, () -> of(p, DifferentiableDenoiser.class).linearize(batch, 1));
    assertCulprit(who, () -> of(p, ColouredNoise.class).root(x));
    assertCulprit(who, () -> of(p, ColouredNoise.class).product(x));
  }

  private static void assertCulprit(String who, org.junit.jupiter.api.function.Executable call) {
    assertEquals(who, assertThrows(NumericalFailureException.class, call).culprit());
  }

  @Test
  void whatAPriorThrowsIsItsAuthorsFaultAndNotTheSamplers() {
    meter.step(5);
    Prior failing =
        new Toys.GaussianPrior(CARD, 0) {
          @Override
          public List<Field> denoise(List<Field> batch, double sigma) {
            throw new NoClassDefFoundError("ai.djl.Model");
          }
        };
    Denoiser d = of(PreparedPrior.of(failing, SPACE, meter, 8), Denoiser.class);
    PluginException e = assertThrows(PluginException.class, () -> d.denoise(random(SPACE, 1), 1));
    assertTrue(e.getMessage().contains("the prior p failed at step 5"), e.getMessage());
  }

  @Test
  void spacesNumbersAndLevelsAreChecked() {
    Prior p = prepared(8);
    List<Field> wrong = List.of(Field.zeros(Space.real(4, 5)));
    List<Field> right = random(SPACE, 2);
    Denoiser d = of(p, Denoiser.class);
    DifferentiableDenoiser dd = of(p, DifferentiableDenoiser.class);
    assertThrows(ShapeMismatchException.class, () -> d.denoise(wrong, 1));
    assertThrows(ShapeMismatchException.class, () -> dd.linearize(wrong, 1));
    assertThrows(ShapeMismatchException.class, () -> of(p, Generator.class).linearize(right));
    assertThrows(ShapeMismatchException.class, () -> of(p, ColouredNoise.class).root(wrong.get(0)));
    for (double level : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(InvalidOptionException.class, () -> d.denoise(right, level));
      assertThrows(InvalidOptionException.class, () -> dd.linearize(right, level));
      assertThrows(
          InvalidOptionException.class,
          () -> of(p, PosteriorDenoiser.class).denoise(likelihood(), right, level));
    }
    try (Pullback<List<Field>> open = dd.linearize(right, 1)) {
      assertThrows(ShapeMismatchException.class, () -> open.vjp(random(SPACE, 3)));
      assertThrows(
          ShapeMismatchException.class, () -> open.vjp(List.of(wrong.get(0), wrong.get(0))));
    }
    inner.short1 = true;
    TweedieException e = assertThrows(ShapeMismatchException.class, () -> d.denoise(right, 1));
    assertTrue(e.getMessage().contains("the prior p returned 1 images"), e.getMessage());
  }

  @Test
  void anEmptyBatchIsNothing() {
    assertEquals(List.of(), of(prepared(8), Denoiser.class).denoise(List.of(), 1));
    try (Pullback<List<Field>> p =
        of(prepared(8), DifferentiableDenoiser.class).linearize(List.of(), 1)) {
      assertEquals(List.of(), p.vjp(List.of()));
    }
    assertEquals(Counts.NONE, meter.counts());
  }

  @Test
  void nothingWorksAfterCloseAndThePriorInsideStaysOpen() {
    Prior p = prepared(8);
    List<Field> images = random(SPACE, 1);
    Pullback<List<Field>> open = of(p, DifferentiableDenoiser.class).linearize(images, 1);
    p.close();
    assertThrows(LifecycleException.class, () -> open.vjp(images));
    assertThrows(LifecycleException.class, () -> of(p, Denoiser.class).denoise(images, 1));
    assertThrows(
        LifecycleException.class, () -> of(p, DifferentiableDenoiser.class).linearize(images, 1));
    assertThrows(
        LifecycleException.class, () -> of(p, Generator.class).linearize(random(LATENT, 1)));
    assertThrows(LifecycleException.class, () -> of(p, ColouredNoise.class).product(images.get(0)));
    open.close();
    assertEquals(0, inner.open);
  }
}
