package growth.newer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.ProviderSource;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Operators;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.Novel;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;

public final class Family implements ProviderSource {
  @Override
  public List<? extends Provider> providers() {
    return List.of(new Identity(), new Wrapping(), new Asking());
  }

  private static void demand(boolean is, String what) {
    if (!is) {
      throw new IllegalStateException(what);
    }
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
      return id;
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

  private static final class Identity extends Named implements OperatorProvider {
    Identity() {
      super("newer.identity");
    }

    @Override
    public List<InputSpec> inputs() {
      SpacePattern any = SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY);
      return List.of(InputSpec.required(DATA, "measurement", List.of(any), "1", "y"));
    }

    @Override
    public Measurement prepare(Preparation p) {
      demand(p.geometry().isEmpty(), "an accessor of Preparation");
      var y = p.input(DATA).orElseThrow();
      Measurement m =
          Measurement.of(
                  new GaussianLikelihood(Operators.identity(y.space()), y, 0.5), 1, y.copy())
              .withLabel("labelled");
      demand(m.label().equals("labelled"), "a field of Measurement");
      return m;
    }
  }

  /** Wraps the prior of the plug-in that was built for 1.0, and can what that one cannot. */
  private static final class Wrapping extends Named implements PriorProvider {
    Wrapping() {
      super("newer.prior");
    }

    @Override
    public PriorCard card(Context c) {
      PriorCard its = c.lookup().card("grown.prior", Map.of());
      demand(its.architecture().equals(""), "a field of PriorCard that nobody set");
      PriorCard mine =
          PriorCard.builder("newer.prior", its.spaces().toArray(SpacePattern[]::new))
              .architecture("none")
              .build();
      demand(mine.architecture().equals("none"), "a field of PriorCard");
      return mine;
    }

    @Override
    public Prior create(Context c, Space space) {
      demand(c.device().equals("cpu"), "an accessor of Context");
      PriorCard card = card(c);
      Prior inner = c.lookup().prior("grown.prior", Map.of(), space);
      demand(inner.capability(Novel.class).isEmpty(), "an old decorator and a new capability");
      Novel novel = () -> "novel";
      return new Prior() {
        @Override
        public PriorCard card() {
          return card;
        }

        @Override
        public <T extends Capability> Optional<T> capability(Class<T> type) {
          if (type == Novel.class) {
            return Optional.of(type.cast(novel));
          }
          return type == Denoiser.class ? inner.capability(type) : Optional.empty();
        }

        @Override
        public void close() {
          inner.close();
        }
      };
    }
  }

  private static final class Asking extends Named implements SamplerProvider {
    Asking() {
      super("newer.asking");
    }

    @Override
    public Sampler create(Context context) {
      // The method of the plug-in that was built for 1.0, asked what only 1.1 knows.
      Sampler walk = context.lookup().sampler("grown.walk", Map.of("steps", "2"));
      return Sampler.of(
          Exactness.biased("a walk"),
          walk.requirements(),
          problem -> {
            Kernel old = walk.kernel(problem);
            demand(old.phase(State.empty()).equals("all"), "a default method of an old Kernel");
            demand(
                problem.likelihood().operator().deterministic(),
                "a default method of the engine's ForwardOperator");
            demand(
                problem.prior().capability(Novel.class).isEmpty(),
                "the engine of 1.0 and a new capability");
            return new Asked(old);
          });
    }
  }

  private static final class Asked implements Kernel {
    private final Kernel old;

    Asked(Kernel old) {
      this.old = old;
    }

    @Override
    public long steps() {
      return old.steps();
    }

    @Override
    public State init(Bench bench) {
      return old.init(bench);
    }

    @Override
    public State step(Bench bench, State state) {
      demand(bench.hint("x").equals("none"), "a default method of the engine's Bench");
      return old.step(bench, state);
    }

    @Override
    public List<ChainResult> result(State state) {
      return old.result(state);
    }

    @Override
    public String phase(State state) {
      return "new";
    }
  }
}
