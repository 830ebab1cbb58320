package org.tweedie.engine.problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.PluginException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.problem.Meter.Part;

/**
 * A prior whose calls are counted, timed and checked: batches for their space, levels for their
 * range, results for their number, space and values, pullbacks for their number and life. Every
 * capability is wrapped likewise. Closing it ends its use and leaves the prior inside open.
 */
public final class WatchedPrior implements Prior {
  private final Prior inner;
  private final Space space;
  private final Meter meter;
  private final PriorCard card;
  private int open;
  private boolean closed;

  /**
   * @param inner the prior
   * @param space the space of the images, accepted by its card
   * @param meter where to count
   */
  public WatchedPrior(Prior inner, Space space, Meter meter) {
    this.inner = inner;
    this.space = space;
    this.meter = meter;
    this.card = inner.card();
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    checkCall(batch, sigma);
    List<Field> out = meter.in(Part.NETWORK, () -> inner.denoise(batch, sigma));
    meter.denoised(batch.size());
    return checkResult(out, batch.size());
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return inner.capability(type).map(c -> type.cast(wrap(type, c)));
  }

  @Override
  public void close() {
    closed = true;
  }

  private Capability wrap(Class<? extends Capability> type, Capability c) {
    if (type == DifferentiablePrior.class) {
      return new WatchedDerivative((DifferentiablePrior) c);
    } else if (type == ExactPosterior.class) {
      return new WatchedExact((ExactPosterior) c);
    }
    throw new PluginException(
        "the prior "
            + card.name()
            + " claims the capability "
            + type.getSimpleName()
            + ", which priors lack",
        "report it to the prior's author");
  }

  private void checkOpen() {
    if (closed) {
      throw new LifecycleException(
          "the prior " + card.name() + " was used after it was closed",
          "use it while its session is open");
    }
  }

  private void checkCall(List<Field> batch, double sigma) {
    checkOpen();
    // Written so that NaN fails.
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new InvalidOptionException(
          "the prior " + card.name() + " was asked to denoise at level " + sigma,
          "use a positive, finite level");
    }
    meter.level(sigma);
    for (Field u : batch) {
      meter.fromSampler(u.require(space, "an image for the prior"));
    }
  }

  private List<Field> checkResult(List<Field> out, int expected) {
    if (out.size() != expected) {
      throw new ShapeMismatchException(
          "the prior " + card.name() + " returned " + out.size() + " images",
          expected + " images",
          "report it to the prior's author");
    }
    for (Field x : out) {
      checkImage(x);
    }
    return out;
  }

  private Field checkImage(Field x) {
    return meter.fromPrior(x.require(space, "an image that the prior returned"));
  }

  private final class WatchedDerivative implements DifferentiablePrior {
    private final DifferentiablePrior c;

    WatchedDerivative(DifferentiablePrior c) {
      this.c = c;
    }

    @Override
    public int maxOpen() {
      return c.maxOpen();
    }

    @Override
    public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
      checkCall(batch, sigma);
      if (open >= c.maxOpen()) {
        throw new LifecycleException(
            "the prior " + card.name() + " allows " + c.maxOpen() + " open pullbacks at once",
            "close one first");
      }
      Pullback<List<Field>> p = meter.in(Part.NETWORK, () -> c.linearize(batch, sigma));
      open++;
      meter.denoised(batch.size());
      checkResult(p.value(), batch.size());
      return new WatchedPullback(p, batch.size());
    }
  }

  private final class WatchedPullback implements Pullback<List<Field>> {
    private final Pullback<List<Field>> p;
    private final int size;
    private boolean done;

    WatchedPullback(Pullback<List<Field>> p, int size) {
      this.p = p;
      this.size = size;
    }

    @Override
    public List<Field> value() {
      return p.value();
    }

    @Override
    public List<Field> vjp(List<Field> u) {
      checkOpen();
      for (Field v : u) {
        meter.fromSampler(v.require(space, "a cotangent"));
      }
      List<Field> out = meter.in(Part.NETWORK, () -> p.vjp(u));
      meter.pulledBack(size);
      return checkResult(out, size);
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open--;
        meter.in(
            Part.NETWORK,
            () -> {
              p.close();
              return null;
            });
      }
    }
  }

  private final class WatchedExact implements ExactPosterior {
    private final ExactPosterior c;

    WatchedExact(ExactPosterior c) {
      this.c = c;
    }

    @Override
    public Posterior posterior(LinearGaussian likelihood) {
      checkOpen();
      Posterior p = meter.in(Part.NETWORK, () -> c.posterior(likelihood));
      return new Posterior() {
        @Override
        public Field mean() {
          return image(p::mean);
        }

        @Override
        public Field variance() {
          return image(p::variance);
        }

        @Override
        public double logEvidence() {
          return meter.in(Part.NETWORK, p::logEvidence);
        }

        @Override
        public Field draw(Noise noise, int chain, long step, Purpose purpose) {
          return image(() -> p.draw(noise, chain, step, purpose));
        }
      };
    }

    private Field image(Supplier<Field> work) {
      checkOpen();
      return checkImage(meter.in(Part.NETWORK, work));
    }
  }
}
