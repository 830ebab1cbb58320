package growth.plugin;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Accuracy;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.UnitScale;

public final class GainProvider implements OperatorProvider {
  @Override
  public String id() {
    return "grown.gain";
  }

  @Override
  public String title() {
    return "a gain";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.number("gain", 2, 0, 9, "what images are multiplied by"));
  }

  @Override
  public List<Citation> references() {
    return List.of(Citation.of("Somebody", "Gains", 2025, "doi:10.0/0"));
  }

  @Override
  public List<InputSpec> inputs() {
    SpacePattern any = SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY);
    return List.of(InputSpec.required(DATA, "measurement", List.of(any), "1", "y"));
  }

  @Override
  public Measurement prepare(Preparation p) {
    Field y = p.input(DATA).orElseThrow();
    p.progress("multiplying");
    Gain a = new Gain(y.space(), p.options().number("gain"));
    return Measurement.of(new GaussianLikelihood(a, y, 0.5), 3, a.adjoint(y))
        .withFindings(List.of(Finding.info("gain", "as given")))
        .withUnit("HU", UnitScale.of(0.001, 1))
        .withView("adjoint", a.adjoint(y))
        .onClose(() -> {});
  }

  private static final class Gain implements LinearOperator, NormBound {
    private final Space space;
    private final double gain;

    Gain(Space space, double gain) {
      this.space = space;
      this.gain = gain;
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
    public Field apply(Field x) {
      return x.require(space, "the image").copy().scale(gain);
    }

    @Override
    public Field adjoint(Field u) {
      return apply(u);
    }

    @Override
    public Accuracy accuracy() {
      return Accuracy.EXACT;
    }

    @Override
    public double norm() {
      return gain;
    }

    @Override
    public <C extends Capability> Optional<C> capability(Class<C> type) {
      return type == NormBound.class ? Optional.of(type.cast(this)) : Optional.empty();
    }
  }
}
