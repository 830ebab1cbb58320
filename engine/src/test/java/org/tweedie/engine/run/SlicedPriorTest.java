package org.tweedie.engine.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.Toys;

/** A prior of images serves volumes and series: each slice is denoised as an image. */
class SlicedPriorTest {
  private static final int ANY = SpacePattern.ANY;

  private final Meter meter = new Meter("plane");
  private final List<Integer> batches = new ArrayList<>();

  /** {@code D(u, σ) = σ u²} of images: each pixel's value and derivative depend on the pixel. */
  private final class Plane implements Prior, Denoiser, DifferentiableDenoiser {
    private final SpacePattern pattern;

    Plane(SpacePattern pattern) {
      this.pattern = pattern;
    }

    @Override
    public PriorCard card() {
      return PriorCard.builder("plane", pattern).build();
    }

    @Override
    public int maxOpen() {
      return 1;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      batches.add(batch.size());
      batch.forEach(u -> assertTrue(pattern.accepts(u.space()), u + " for " + pattern));
      return batch.stream().map(u -> u.copy().multiply(u).scale(sigma)).toList();
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      List<Field> value = denoise(batch, sigma);
      return new Pullback<>() {
        @Override
        public List<Field> value() {
          return value;
        }

        @Override
        public List<Field> vjp(List<Field> u) {
          List<Field> out = new ArrayList<>();
          for (int i = 0; i < u.size(); i++) {
            out.add(u.get(i).copy().multiply(batch.get(i)).scale(2 * sigma));
          }
          return out;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private static List<Field> slices(Field volume, Space slice) {
    List<Field> all = new ArrayList<>();
    int n = slice.components();
    for (int at = 0; at < volume.data().length; at += n) {
      all.add(Field.wrap(slice, Arrays.copyOfRange(volume.data(), at, at + n)));
    }
    return all;
  }

  private void assertSlices(SpacePattern pattern, Space volume, Space slice, int limit) {
    Plane plane = new Plane(pattern);
    Prior p = PreparedPrior.of(plane, volume, meter, limit);
    assertTrue(p.card().accepts(volume));
    assertEquals("plane", p.card().name());
    List<Field> two = List.of(Toys.random(volume, 1), Toys.random(volume, 2));
    List<Field> u = List.of(Toys.random(volume, 3), Toys.random(volume, 4));
    Counts before = meter.counts();
    batches.clear();
    List<Field> whole = p.capability(Denoiser.class).orElseThrow().denoise(two, 0.5);
    int n = 2 * volume.components() / slice.components();
    assertEquals(n, meter.counts().minus(before).priorEvaluations());
    assertTrue(batches.stream().allMatch(b -> b <= limit), batches.toString());
    assertEquals((n + limit - 1) / limit, batches.size());
    for (int k = 0; k < 2; k++) {
      List<Field> expected = plane.denoise(slices(two.get(k), slice), 0.5);
      List<Field> found = slices(whole.get(k), slice);
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i).data(), found.get(i).data());
      }
    }
    DifferentiableDenoiser d = p.capability(DifferentiableDenoiser.class).orElseThrow();
    assertEquals(1, d.maxOpen());
    try (Pullback<List<Field>> q = d.linearize(two, 0.5)) {
      assertThrows(LifecycleException.class, () -> d.linearize(two, 0.5));
      for (int k = 0; k < 2; k++) {
        assertArrayEquals(whole.get(k).data(), q.value().get(k).data());
        Field expected = u.get(k).copy().multiply(two.get(k)).scale(1);
        assertArrayEquals(expected.data(), q.vjp(u).get(k).data());
      }
      assertThrows(
          ShapeMismatchException.class, () -> q.vjp(List.of(Field.zeros(slice), u.get(0))));
    }
    assertThrows(
        ShapeMismatchException.class,
        () -> p.capability(Denoiser.class).orElseThrow().denoise(slices(two.get(0), slice), 0.5));
  }

  @Test
  void volumesRealAndComplex() {
    SpacePattern either = SpacePattern.eitherScalar(ANY, ANY).multipleOf(2);
    for (int limit : new int[] {1, 4, 100}) {
      assertSlices(either, Space.real(3, 4, 6), Space.real(4, 6), limit);
      assertSlices(either, Space.complex(3, 4, 6), Space.complex(4, 6), limit);
    }
    // One slice is a volume, too.
    assertSlices(either, Space.real(1, 2, 2), Space.real(2, 2), 4);
  }

  @Test
  void seriesOfRankFour() {
    SpacePattern images = SpacePattern.of(Scalar.COMPLEX, ANY, ANY);
    assertSlices(images, Space.complex(2, 3, 4, 5), Space.complex(4, 5), 4);
    // A prior of volumes serves a series of volumes, volume by volume.
    SpacePattern volumes = SpacePattern.of(Scalar.REAL, ANY, ANY, ANY);
    assertSlices(volumes, Space.real(2, 3, 4, 5), Space.real(3, 4, 5), 4);
  }

  @Test
  void aPriorThatServesTheWholeIsNotSliced() {
    Prior p =
        PreparedPrior.of(
            new Plane(SpacePattern.of(Scalar.REAL, ANY, ANY, ANY)), Space.real(3, 4, 6), meter, 8);
    assertFalse(p instanceof SlicedPrior);
    p.capability(Denoiser.class)
        .orElseThrow()
        .denoise(List.of(Field.zeros(Space.real(3, 4, 6))), 1);
    assertEquals(List.of(1), batches);
  }

  @Test
  void aProblemOfVolumesTakesAPriorOfImages() {
    Space volume = Space.complex(3, 4, 6);
    GaussianLikelihood l =
        new GaussianLikelihood(Toys.Diagonal.on(volume), Toys.random(volume, 1), 1);
    // Real slices for complex volumes: then the volume is real.
    Plane real = new Plane(SpacePattern.of(Scalar.REAL, 4, 6));
    PreparedProblem p = PreparedProblem.of(l, real, 1);
    assertEquals(Space.real(3, 4, 6), p.problem().space());
    assertEquals(Space.real(4, 6), PreparedProblem.priorSpace(real.card(), p.alignment()));
    // Slices of no prior.
    Plane other = new Plane(SpacePattern.of(Scalar.REAL, 6, 4));
    ShapeMismatchException e =
        assertThrows(ShapeMismatchException.class, () -> PreparedProblem.of(l, other, 1));
    assertTrue(e.getMessage().contains("complex 3 x 4 x 6"), e.getMessage());
    assertTrue(e.getMessage().contains("real 6 x 4"), e.getMessage());
  }
}
