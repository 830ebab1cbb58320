package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.SamplerResult;
import org.tweedie.api.spi.sampler.SavedState;
import org.tweedie.api.spi.sampler.StateSink;
import org.tweedie.api.spi.sampler.StepReport;

/** The smallest providers that make a session run: a diagonal, a Gaussian and a plain iteration. */
public final class Toys {
  private Toys() {}

  /** A diagonal operator on real or complex images of any size: component i is multiplied by aᵢ. */
  public record Diagonal(Field a) implements LinearOperator {
    /** Factors 1, 1.5, 2, 1, 1.5, 2, … */
    public static Diagonal on(Space space) {
      Field a = Field.zeros(space);
      for (int i = 0; i < a.data().length; i++) {
        a.data()[i] = 1 + 0.5f * (i % 3);
      }
      return new Diagonal(a);
    }

    @Override
    public Space domain() {
      return a.space();
    }

    @Override
    public Space range() {
      return a.space();
    }

    @Override
    public Field apply(Field x) {
      Field y = x.require(a.space(), "the image").copy();
      for (int i = 0; i < y.data().length; i++) {
        y.data()[i] *= a.data()[i];
      }
      return y;
    }

    @Override
    public Field adjoint(Field u) {
      return apply(u);
    }
  }

  /** Inputs "data" and optional "mask"; options sigma, scale and steps (a name the sampler has). */
  public static final class Operator implements OperatorProvider {
    /** The provider. */
    public Operator() {}

    @Override
    public String id() {
      return "toy.diagonal";
    }

    @Override
    public String title() {
      return "a diagonal";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.number("sigma", 0.5, 1e-6, 1e6, "noise level"),
          OptionSpec.number("scale", 1, 1e-6, 1e6, "scale"),
          OptionSpec.integer("steps", 1, 1, 9, "shares its name with the sampler's"));
    }

    @Override
    public List<Citation> references() {
      return List.of();
    }

    @Override
    public List<InputSpec> inputs() {
      return List.of(
          new InputSpec(
              DATA,
              "measurement",
              List.of(SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY)),
              true,
              "1",
              "what was measured"),
          new InputSpec(
              "mask",
              "sampling mask",
              List.of(SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY)),
              false,
              "1",
              "not used"));
    }

    @Override
    public Measurement prepare(Map<String, Field> inputs, Options options) {
      Field y = inputs.get(DATA);
      return new Measurement(
          new GaussianLikelihood(Diagonal.on(y.space()), y, options.number("sigma")),
          options.number("scale"),
          y.copy(),
          Map.of(),
          List.of(Finding.info("noise", "as given")));
    }
  }

  /** N(mean, 1) in every component; options choose scalar, range, and when to return a NaN. */
  public static final class Gaussian implements PriorProvider {
    /** The provider. */
    public Gaussian() {}

    @Override
    public String id() {
      return "toy.gaussian";
    }

    @Override
    public String title() {
      return "a Gaussian";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.number("mean", 0, -10, 10, "mean"),
          OptionSpec.choice("scalar", "either", List.of("either", "real", "complex"), "kind"),
          OptionSpec.choice("range", "none", List.of("none", "unit", "signed"), "range"),
          OptionSpec.integer("nan-at", -1, -1, 1000, "call that returns a NaN"),
          OptionSpec.file("model", "not read"));
    }

    @Override
    public List<Citation> references() {
      return List.of(new Citation("Gauss", "Theoria motus", 1809, "book"));
    }

    @Override
    public Optional<String> fileOption() {
      return Optional.of("model");
    }

    @Override
    public List<String> fileSuffixes() {
      return List.of(".toy");
    }

    @Override
    public PriorCard card(Options o) {
      int any = SpacePattern.ANY;
      SpacePattern spaces =
          switch (o.text("scalar")) {
            case "real" -> SpacePattern.of(org.tweedie.api.field.Scalar.REAL, any, any);
            case "complex" -> SpacePattern.of(org.tweedie.api.field.Scalar.COMPLEX, any, any);
            default -> SpacePattern.eitherScalar(any, any);
          };
      PriorCard.ValueRange range =
          switch (o.text("range")) {
            case "unit" -> new PriorCard.ValueRange(0, 1);
            case "signed" -> new PriorCard.ValueRange(-1, 1);
            default -> PriorCard.ValueRange.UNBOUNDED;
          };
      return new PriorCard(
          "toy.gaussian", "N(mean, 1)", spaces, range, 0, 100, "none", "public", List.of());
    }

    @Override
    public Prior create(Options o, Space space) {
      return new GaussianPrior(card(o), o.number("mean"), o.integer("nan-at"));
    }
  }

  /** {@code D(u, σ) = μ + (u − μ)/(1 + σ²)}. */
  public static final class GaussianPrior implements Prior {
    private final PriorCard card;
    private final double mean;
    private final int nanAt;
    private int calls;

    /** Returns a NaN at the given call, from 0. */
    public GaussianPrior(PriorCard card, double mean, int nanAt) {
      this.card = card;
      this.mean = mean;
      this.nanAt = nanAt;
    }

    @Override
    public PriorCard card() {
      return card;
    }

    @Override
    public List<Field> denoise(List<Field> batch, double sigma) {
      double k = 1 / (1 + sigma * sigma);
      List<Field> out = new ArrayList<>();
      for (Field u : batch) {
        Field x = Field.zeros(u.space());
        for (int i = 0; i < x.data().length; i++) {
          x.data()[i] = (float) (mean + k * (u.data()[i] - mean));
        }
        if (calls == nanAt) {
          x.data()[0] = Float.NaN;
        }
        out.add(x);
      }
      calls++;
      return out;
    }

    @Override
    public void close() {}
  }

  /** Denoise, a gradient step on the data, noise: as many steps as asked for. */
  public static final class Plain implements SamplerProvider {
    /** The provider. */
    public Plain() {}

    @Override
    public String id() {
      return "toy.plain";
    }

    @Override
    public String title() {
      return "a plain iteration";
    }

    @Override
    public List<OptionSpec> options() {
      return List.of(
          OptionSpec.integer("steps", 6, 1, 1000, "steps"),
          OptionSpec.number("weight", 0.1, 0, 1e9, "data weight"),
          OptionSpec.flag("greedy", false, "require what no toy has"),
          OptionSpec.integer("throw-at", -1, -1, 1000, "step that throws"));
    }

    @Override
    public List<Citation> references() {
      return List.of();
    }

    @Override
    public Sampler create(Options o) {
      return new Sampler() {
        @Override
        public Exactness exactness() {
          return new Exactness(Exactness.Kind.BIASED, "a toy", true);
        }

        @Override
        public List<Requirement> requirements() {
          return o.flag("greedy")
              ? List.of(
                  Requirement.prior(
                      org.tweedie.api.spi.prior.DifferentiablePrior.class, "guidance"),
                  new Requirement(
                      Requirement.Owner.OPERATOR, NormalSolve.class, true, "exact draws"),
                  Requirement.operator(
                      org.tweedie.api.spi.operator.SpectralDecomposition.class, "projection"))
              : List.of(Requirement.operator(NormalSolve.class, "nothing"));
        }

        @Override
        public Run begin(Problem problem, Chains chains, Noise noise) {
          List<Field> x = new ArrayList<>();
          for (int i = 0; i < chains.count(); i++) {
            x.add(
                noise.normals(
                    chains.number(i), 0, Purpose.of("init"), Field.zeros(problem.space())));
          }
          return new PlainRun(o, problem, chains, noise, x, 0);
        }

        @Override
        public Run resume(Problem problem, Chains chains, Noise noise, SavedState state) {
          List<Field> x = new ArrayList<>();
          for (int i = 0; i < chains.count(); i++) {
            x.add(state.field("x." + chains.number(i)));
          }
          return new PlainRun(o, problem, chains, noise, x, (int) state.number("step"));
        }
      };
    }
  }

  private static final class PlainRun implements Run {
    private final Options o;
    private final Problem problem;
    private final Chains chains;
    private final Noise noise;
    private final List<Field> x;
    private int step;

    PlainRun(Options o, Problem problem, Chains chains, Noise noise, List<Field> x, int step) {
      this.o = o;
      this.problem = problem;
      this.chains = chains;
      this.noise = noise;
      this.x = x;
      this.step = step;
    }

    @Override
    public int steps() {
      return o.integer("steps");
    }

    @Override
    public int step() {
      return step;
    }

    @Override
    public StepReport advance() {
      if (step == o.integer("throw-at")) {
        throw new IllegalStateException("as asked");
      }
      double level = 1.0 / (1 + step);
      List<Field> clean = problem.prior().denoise(x, level);
      LinearOperator a = (LinearOperator) problem.likelihood().operator();
      for (int i = 0; i < x.size(); i++) {
        Field r = problem.likelihood().data().copy().subtract(a.apply(clean.get(i)));
        Field n =
            noise.normals(chains.number(i), step, Purpose.of("step"), Field.zeros(problem.space()));
        x.get(i).set(clean.get(i)).axpy(o.number("weight"), a.adjoint(r)).axpy(0.1 * level, n);
      }
      return new StepReport(step++, level, x.size(), 0, 2L * x.size(), OptionalDouble.of(level));
    }

    @Override
    public void save(StateSink sink) {
      for (int i = 0; i < x.size(); i++) {
        sink.field("x." + chains.number(i), x.get(i));
      }
      sink.number("step", step);
    }

    @Override
    public SamplerResult result() {
      return new SamplerResult(
          x.stream().map(Field::copy).toList(),
          Optional.empty(),
          OptionalDouble.of(-3),
          Map.of("steps", (double) step));
    }

    @Override
    public void close() {}
  }

  /** A likelihood that does not say that it is linear and Gaussian. */
  public record Opaque(Likelihood inner) implements Likelihood {
    @Override
    public ForwardOperator operator() {
      return inner.operator();
    }

    @Override
    public Field data() {
      return inner.data();
    }

    @Override
    public double logDensity(Field z) {
      return inner.logDensity(z);
    }

    @Override
    public Field gradient(Field z) {
      return inner.gradient(z);
    }

    @Override
    public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
      return inner.draw(z, noise, chain, step, purpose);
    }
  }
}
