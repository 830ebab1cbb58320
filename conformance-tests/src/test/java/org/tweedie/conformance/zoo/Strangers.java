package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Sampler;

/** Providers that describe themselves well and throw what is not the api's when they are used. */
public final class Strangers {
  private Strangers() {}

  /** An operator whose simulator throws. */
  public static Provider simulatorThatThrows() {
    return new Operator("a.simulator") {
      @Override
      public Map<String, Field> simulate(Simulation simulation) {
        throw new IllegalStateException("no device");
      }
    };
  }

  /** An operator that cannot read its own simulation. */
  public static Provider preparationThatThrows() {
    return new Operator("a.preparation") {
      @Override
      public Map<String, Field> simulate(Simulation simulation) {
        return Map.of(DATA, simulation.image());
      }
    };
  }

  private abstract static class Operator extends Named implements OperatorProvider, Simulator {
    Operator(String id) {
      super(id);
    }

    @Override
    public List<InputSpec> inputs() {
      SpacePattern any = SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY);
      return List.of(InputSpec.required(DATA, "data", List.of(any), "1", "the data"));
    }

    @Override
    public Optional<Simulator> simulator() {
      return Optional.of(this);
    }

    @Override
    public Measurement prepare(Preparation preparation) {
      throw new NullPointerException("no mask");
    }
  }

  /** A prior whose card throws. */
  public static Provider cardThatThrows() {
    return new Images("a.card") {
      @Override
      public PriorCard card(Context context) {
        throw new IndexOutOfBoundsException("no card");
      }
    };
  }

  /** A prior that was installed without the library that it is built on. */
  public static Provider priorWithoutItsLibrary() {
    return new Images("a.prior");
  }

  private static class Images extends Named implements PriorProvider {
    Images(String id) {
      super(id);
    }

    @Override
    public PriorCard card(Context context) {
      return PriorCard.builder(id(), SpacePattern.of(Scalar.REAL, 8, 8)).build();
    }

    @Override
    public Prior create(Context context, Space space) {
      throw new NoClassDefFoundError("com/example/Tensor");
    }
  }

  /** A sampler that cannot be made. */
  public static Provider samplerThatThrows() {
    return new GibbsTwin() {
      @Override
      public String id() {
        return "a.sampler";
      }

      @Override
      public Sampler create(Context context) {
        throw new ArithmeticException("/ by zero");
      }
    };
  }

  /** Nothing is wrong with it. */
  public static Provider correct() {
    return new ProviderZoo.ListedTwin();
  }

  private abstract static class Named implements Provider {
    private final String id;

    Named(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "A provider that fails";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of();
    }

    @Override
    public List<Citation> references() {
      return List.of();
    }
  }
}
