package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * A prior of images that serves volumes and series slice by slice: the slices along the first axes
 * are independent, and one batch holds those of all volumes.
 */
final class SlicedPrior implements Prior {
  private final Prior inner;
  private final Space volume;
  private final Space slice;
  private final PriorCard card;

  SlicedPrior(Prior inner, Space volume) {
    this.inner = inner;
    this.volume = volume;
    this.slice = slice(inner.card(), volume).orElseThrow();
    this.card = inner.card().alsoServing(SpacePattern.of(volume.scalar(), volume.shape()));
  }

  /** True if a prior serves a space slice by slice, and not as a whole. */
  static boolean serves(PriorCard card, Space space) {
    return !card.accepts(space) && slice(card, space).isPresent();
  }

  /** The largest slice of a space that a prior serves: without the first axis, or the first two. */
  static Optional<Space> slice(PriorCard card, Space space) {
    int[] shape = space.shape();
    for (int drop = 1; drop < shape.length; drop++) {
      Space s = Space.of(space.scalar(), Arrays.copyOfRange(shape, drop, shape.length));
      if (s.rank() >= 2 && card.accepts(s)) {
        return Optional.of(s);
      }
    }
    return Optional.empty();
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    Optional<? extends Capability> c = Optional.empty();
    if (type == Denoiser.class) {
      c = inner.capability(Denoiser.class).map(this::denoiser);
    } else if (type == DifferentiableDenoiser.class) {
      c = inner.capability(DifferentiableDenoiser.class).map(this::differentiable);
    }
    return c.map(type::cast);
  }

  private Denoiser denoiser(Denoiser d) {
    return (batch, sigma) -> joined(d.denoise(split(batch), sigma));
  }

  private DifferentiableDenoiser differentiable(DifferentiableDenoiser d) {
    return new DifferentiableDenoiser() {
      @Override
      public int maxOpen() {
        return d.maxOpen();
      }

      @Override
      public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
        Pullback<List<Field>> p = d.linearize(split(batch), sigma);
        List<Field> value = joined(p.value());
        return new Pullback<>() {
          @Override
          public List<Field> value() {
            return value;
          }

          @Override
          public List<Field> vjp(List<Field> u) {
            return joined(p.vjp(split(u)));
          }

          @Override
          public void close() {
            p.close();
          }
        };
      }
    };
  }

  private List<Field> split(List<Field> volumes) {
    int length = slice.components();
    List<Field> slices = new ArrayList<>();
    for (Field v : volumes) {
      float[] d = v.require(volume, "an image for the prior").data();
      for (int at = 0; at < d.length; at += length) {
        slices.add(Field.wrap(slice, Arrays.copyOfRange(d, at, at + length)));
      }
    }
    return slices;
  }

  private List<Field> joined(List<Field> slices) {
    int length = slice.components();
    int each = volume.components() / length;
    List<Field> volumes = new ArrayList<>();
    for (int first = 0; first < slices.size(); first += each) {
      Field v = Field.zeros(volume);
      for (int k = 0; k < each; k++) {
        System.arraycopy(slices.get(first + k).data(), 0, v.data(), k * length, length);
      }
      volumes.add(v);
    }
    return volumes;
  }
}
