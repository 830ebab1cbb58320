package growth.plugin;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/** N(1, 1): N(0, 1) in a decorator of this plug-in's own. */
public final class ShiftedProvider implements PriorProvider {
  private static final PriorCard CARD =
      PriorCard.builder(
              "grown.prior", SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY))
          .description("N(1, 1)")
          .range(PriorCard.ValueRange.of(0, 2))
          .sigma(0.01, 100)
          .licence("none")
          .build();

  @Override
  public String id() {
    return "grown.prior";
  }

  @Override
  public String title() {
    return "a Gaussian";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.number("shift", 1, -9, 9, "the mean"));
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public PriorCard card(Context context) {
    return CARD;
  }

  @Override
  public Prior create(Context context, Space space) {
    return new Shifted(new Standard(), (float) context.options().number("shift"));
  }

  private static final class Standard implements Prior, Denoiser {
    @Override
    public PriorCard card() {
      return CARD;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      return batch.stream().map(u -> u.copy().scale(1 / (1 + sigma * sigma))).toList();
    }

    @Override
    public void close() {}
  }

  private static final class Shifted implements Prior {
    private final Prior inner;
    private final float by;

    Shifted(Prior inner, float by) {
      this.inner = inner;
      this.by = by;
    }

    @Override
    public PriorCard card() {
      return inner.card();
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      if (type == Denoiser.class) {
        return inner.capability(Denoiser.class).map(d -> type.cast(shifted(d)));
      }
      // Of a type that it does not know it cannot say what a shift does to it.
      return Optional.empty();
    }

    private Denoiser shifted(Denoiser d) {
      return (batch, sigma) ->
          d.denoise(batch.stream().map(u -> plus(u, -by)).toList(), sigma).stream()
              .map(x -> plus(x, by))
              .toList();
    }

    private static Field plus(Field x, float c) {
      return x.copy().add(x.copy().fill(c));
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
