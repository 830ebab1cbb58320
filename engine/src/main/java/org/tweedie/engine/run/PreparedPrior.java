package org.tweedie.engine.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.ColouredNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Generator;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.engine.run.Meter.Part;

/**
 * A prior whose calls are counted, timed and checked: batches for their space, levels for their
 * range, results for their number, space and values, pullbacks for their number and life. No batch
 * is larger than the limit, however many images are asked for. Closing it ends its use and leaves
 * the prior inside open. {@link #capability} is the one place that lists what it passes on.
 */
final class PreparedPrior implements Prior {
  private final Prior inner;
  private final Space space;
  private final Meter meter;
  private final int limit;
  private final PriorCard card;
  private final Map<Class<?>, Capability> table = new LinkedHashMap<>();
  private int open;
  private boolean closed;

  /**
   * A prior made ready for a space: slice by slice if it does not serve it as a whole. Then slices
   * are what is counted, and what a batch is limited to.
   *
   * @param inner the prior
   * @param space the space of the images
   * @param meter where to count
   * @param limit the largest batch
   */
  static Prior of(Prior inner, Space space, Meter meter, int limit) {
    return SlicedPrior.serves(inner.card(), space)
        ? new SlicedPrior(
            new PreparedPrior(
                inner, SlicedPrior.slice(inner.card(), space).orElseThrow(), meter, limit),
            space)
        : new PreparedPrior(inner, space, meter, limit);
  }

  private PreparedPrior(Prior inner, Space space, Meter meter, int limit) {
    this.inner = inner;
    this.space = space;
    this.meter = meter;
    this.limit = limit;
    this.card = inner.card();
    put(Denoiser.class, this::denoiser);
    put(DifferentiableDenoiser.class, this::differentiable);
    put(Generator.class, this::generator);
    put(PosteriorDenoiser.class, this::posteriorDenoiser);
    put(ExactPosterior.class, c -> likelihood -> exact(c, likelihood));
    put(ColouredNoise.class, this::coloured);
  }

  private <C extends Capability> void put(Class<C> type, Function<C, C> prepared) {
    this.inner.capability(type).ifPresent(c -> table.put(type, prepared.apply(c)));
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    return Optional.ofNullable(type.cast(table.get(type)));
  }

  private Denoiser denoiser(Denoiser d) {
    return (batch, sigma) -> {
      level(sigma);
      return inBatches(batch, part -> d.denoise(part, sigma));
    };
  }

  private PosteriorDenoiser posteriorDenoiser(PosteriorDenoiser d) {
    return (likelihood, batch, sigma) -> {
      level(sigma);
      return inBatches(batch, part -> d.denoise(likelihood, part, sigma));
    };
  }

  private interface OfBatch {
    List<Field> apply(List<Field> batch);
  }

  private List<Field> inBatches(List<Field> batch, OfBatch work) {
    images(batch);
    List<Field> out = new ArrayList<>();
    for (int first = 0; first < batch.size(); first += limit) {
      List<Field> part = batch.subList(first, Math.min(batch.size(), first + limit));
      List<Field> made = meter.in(Part.PRIOR, () -> work.apply(part));
      meter.denoised(part.size());
      out.addAll(checked(made, part));
    }
    return out;
  }

  private DifferentiableDenoiser differentiable(DifferentiableDenoiser d) {
    return new DifferentiableDenoiser() {
      @Override
      public int maxOpen() {
        return d.maxOpen();
      }

      @Override
      public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
        level(sigma);
        images(batch);
        checkRoom(d.maxOpen());
        return batch.size() <= limit
            ? new Watched(meter.in(Part.PRIOR, () -> d.linearize(batch, sigma)), batch)
            : new InBatches(part -> d.linearize(part, sigma), batch);
      }
    };
  }

  private Generator generator(Generator g) {
    return new Generator() {
      @Override
      public Space latent() {
        return g.latent();
      }

      @Override
      public Pullback<List<Field>> linearize(List<Field> batch) {
        checkOpen();
        batch.forEach(z -> z.require(g.latent(), "a latent vector"));
        checkRoom(1);
        return batch.size() <= limit
            ? new Watched(meter.in(Part.PRIOR, () -> g.linearize(batch)), batch)
            : new InBatches(g::linearize, batch);
      }
    };
  }

  private void checkRoom(int most) {
    if (open >= most) {
      throw new LifecycleException(
          "the prior " + card.name() + " allows " + most + " open pullbacks at once",
          "close one first");
    }
  }

  private static void checkNotDone(boolean done) {
    if (done) {
      throw new LifecycleException(
          "a pullback was used after it was closed", "open it again at the same point");
    }
  }

  /** A pullback of one batch. */
  private final class Watched implements Pullback<List<Field>> {
    private final Pullback<List<Field>> p;
    private final List<Field> batch;
    private final List<Field> value;
    private boolean done;

    Watched(Pullback<List<Field>> p, List<Field> batch) {
      this.p = p;
      this.batch = batch;
      try {
        meter.denoised(batch.size());
        value = checked(p.value(), batch);
      } catch (RuntimeException e) {
        p.close();
        throw e;
      }
      open++;
    }

    @Override
    public List<Field> value() {
      checkNotDone(done);
      return value;
    }

    @Override
    public List<Field> vjp(List<Field> u) {
      checkOpen();
      checkNotDone(done);
      cotangents(u, batch.size());
      List<Field> out = meter.in(Part.PRIOR, () -> p.vjp(u));
      meter.pulledBack(batch.size());
      return meter.fromPrior(count(out, batch.size()), u);
    }

    @Override
    public void close() {
      if (!done) {
        done = true;
        open--;
        meter.in(
            Part.PRIOR,
            () -> {
              p.close();
              return null;
            });
      }
    }
  }

  private interface OpensBatch {
    Pullback<List<Field>> open(List<Field> batch);
  }

  /**
   * A pullback of more images than fit into one batch. Few priors can have several pullbacks open,
   * so each product opens them anew, one after another: one more forward pass a product. It takes
   * one place among those that may be open, so that the limit of a batch decides no outcome.
   */
  private final class InBatches implements Pullback<List<Field>> {
    private final OpensBatch opener;
    private final List<Field> batch;
    private final List<Field> value = new ArrayList<>();
    private boolean done;

    InBatches(OpensBatch opener, List<Field> batch) {
      this.opener = opener;
      this.batch = List.copyOf(batch);
      each((p, first) -> value.addAll(p.value()));
      open++;
    }

    private interface OnPart {
      void accept(Pullback<List<Field>> p, int first);
    }

    private void each(OnPart action) {
      for (int first = 0; first < batch.size(); first += limit) {
        List<Field> part = batch.subList(first, Math.min(batch.size(), first + limit));
        try (Watched w = new Watched(meter.in(Part.PRIOR, () -> opener.open(part)), part)) {
          action.accept(w, first);
        }
      }
    }

    @Override
    public List<Field> value() {
      checkNotDone(done);
      return value;
    }

    @Override
    public List<Field> vjp(List<Field> u) {
      checkOpen();
      checkNotDone(done);
      cotangents(u, batch.size());
      List<Field> out = new ArrayList<>();
      each((p, first) -> out.addAll(p.vjp(u.subList(first, Math.min(u.size(), first + limit)))));
      return out;
    }

    @Override
    public void close() {
      open -= done ? 0 : 1;
      done = true;
    }
  }

  private ColouredNoise coloured(ColouredNoise c) {
    return new ColouredNoise() {
      @Override
      public Field root(Field white) {
        return image(() -> c.root(white.require(space, "white noise")), List.of(white));
      }

      @Override
      public List<Field> denoiseColoured(List<Field> batch, double sigma) {
        level(sigma);
        return inBatches(batch, part -> c.denoiseColoured(part, sigma));
      }

      @Override
      public Field product(Field x) {
        return image(() -> c.product(x.require(space, "an image")), List.of(x));
      }
    };
  }

  private ExactPosterior.Posterior exact(ExactPosterior c, LinearGaussian likelihood) {
    checkOpen();
    ExactPosterior.Posterior p = meter.in(Part.PRIOR, () -> c.posterior(likelihood));
    return new ExactPosterior.Posterior() {
      @Override
      public Field mean() {
        return image(p::mean, List.of());
      }

      @Override
      public Field variance() {
        return image(p::variance, List.of());
      }

      @Override
      public double logEvidence() {
        return meter.in(Part.PRIOR, p::logEvidence);
      }

      @Override
      public Field draw(Noise noise, int chain, long step, Purpose purpose) {
        return image(() -> p.draw(noise, chain, step, purpose), List.of());
      }
    };
  }

  private Field image(Supplier<Field> work, List<Field> arguments) {
    checkOpen();
    Field x = meter.in(Part.PRIOR, work);
    return meter
        .fromPrior(List.of(x.require(space, "an image that the prior returned")), arguments)
        .get(0);
  }

  private void checkOpen() {
    if (closed) {
      throw new LifecycleException(
          "the prior " + card.name() + " was used after it was closed",
          "use it while its session is open");
    }
  }

  private void level(double sigma) {
    checkOpen();
    // Written so that NaN fails.
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new InvalidOptionException(
          "the prior " + card.name() + " was asked to denoise at level " + sigma,
          "use a positive, finite level");
    }
    meter.level(sigma);
  }

  private void images(List<Field> batch) {
    batch.forEach(u -> u.require(space, "an image for the prior"));
  }

  private void cotangents(List<Field> u, int expected) {
    if (u.size() != expected) {
      throw new ShapeMismatchException(
          "a pullback was given " + u.size() + " cotangents", expected + "", "give one an image");
    }
    u.forEach(v -> v.require(space, "a cotangent"));
  }

  private List<Field> checked(List<Field> out, List<Field> arguments) {
    count(out, arguments.size()).forEach(x -> x.require(space, "an image that the prior returned"));
    return meter.fromPrior(out, arguments);
  }

  private List<Field> count(List<Field> out, int expected) {
    if (out.size() != expected) {
      throw new ShapeMismatchException(
          "the prior " + card.name() + " returned " + out.size() + " images",
          expected + " images",
          "report it to the prior's author");
    }
    return out;
  }
}
