package org.tweedie.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;

/** The smallest providers that make a session run: a diagonal, a Gaussian and a plain iteration. */
public final class Toys {
  /** What a toy claims. */
  public static final Exactness CLAIM = Exactness.biased("a toy").affine(true);

  private static final int ANY = SpacePattern.ANY;

  private Toys() {}

  /** Standard normals, by a seed. */
  public static Field random(Space space, long seed) {
    return new CounterNoise(seed).normals(0, 0, Purpose.of("toy"), Field.zeros(space));
  }

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
      return x.require(a.space(), "the image").copy().multiply(a);
    }

    @Override
    public Field adjoint(Field u) {
      return apply(u);
    }
  }

  /** What the providers here have in common: an id and options. */
  public abstract static class Named implements Provider {
    private final String id;
    private final List<OptionSpec> options;

    Named(String id, OptionSpec... options) {
      this.id = id;
      this.options = List.of(options);
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public String title() {
      return "the toy " + id;
    }

    @Override
    public List<OptionSpec> options() {
      return options;
    }

    @Override
    public List<Citation> references() {
      return List.of();
    }
  }

  /** An operator provider with the input "data" that prepares as it is told. */
  public static final class Prepared extends Named implements OperatorProvider {
    private final Function<Preparation, Measurement> prepare;

    /** With an id, a way to prepare, and options. */
    public Prepared(String id, Function<Preparation, Measurement> prepare, OptionSpec... options) {
      super(id, options);
      this.prepare = prepare;
    }

    @Override
    public List<InputSpec> inputs() {
      List<SpacePattern> any = new ArrayList<>();
      for (int rank = 1; rank <= 4; rank++) {
        int[] dims = new int[rank];
        java.util.Arrays.fill(dims, ANY);
        any.add(SpacePattern.eitherScalar(dims));
      }
      return List.of(InputSpec.required(DATA, "measurement", any, "1", "what was measured"));
    }

    @Override
    public Measurement prepare(Preparation p) {
      return prepare.apply(p);
    }
  }

  /** A prior provider with one card that creates as it is told. */
  public static final class Created extends Named implements PriorProvider {
    private final PriorCard card;
    private final BiFunction<Context, Space, Prior> create;

    /** With an id, a card, a way to create, and options. */
    public Created(
        String id,
        PriorCard card,
        BiFunction<Context, Space, Prior> create,
        OptionSpec... options) {
      super(id, options);
      this.card = card;
      this.create = create;
    }

    @Override
    public PriorCard card(Context c) {
      return card;
    }

    @Override
    public Prior create(Context c, Space space) {
      return create.apply(c, space);
    }
  }

  /** A sampler provider that creates as it is told. */
  public static final class Sampling extends Named implements SamplerProvider {
    private final Function<Context, Sampler> create;

    /** With an id, a way to create, and options. */
    public Sampling(String id, Function<Context, Sampler> create, OptionSpec... options) {
      super(id, options);
      this.create = create;
    }

    @Override
    public Sampler create(Context c) {
      return create.apply(c);
    }
  }

  /** A sampler that needs nothing and returns one sample a chain. */
  public static Sampler sampler(Function<Problem, Kernel> kernel) {
    return Sampler.of(CLAIM, List.of(), kernel);
  }

  /** A kernel of so many steps whose state is the samples "x". */
  public abstract static class Iteration implements Kernel {
    private final long steps;

    /** So many steps. */
    protected Iteration(long steps) {
      this.steps = steps;
    }

    @Override
    public long steps() {
      return steps;
    }

    @Override
    public State init(Bench bench) {
      return State.of("x", bench.each(i -> bench.normals(i, Purpose.of("init"))));
    }

    @Override
    public List<ChainResult> result(State state) {
      return ChainResult.each(state.fields("x"));
    }
  }

  /** Inputs "data" and optional "mask"; options sigma, scale and steps (a name the sampler has). */
  public static final class Operator extends Named implements OperatorProvider {
    /** The provider. */
    public Operator() {
      super(
          "toy.diagonal",
          OptionSpec.number("sigma", 0.5, 1e-6, 1e6, "noise level"),
          OptionSpec.number("scale", 1, 1e-6, 1e6, "scale"),
          OptionSpec.integer("steps", 1, 1, 9, "shares its name with the sampler's"));
    }

    @Override
    public List<InputSpec> inputs() {
      List<SpacePattern> images = List.of(SpacePattern.eitherScalar(ANY, ANY));
      return List.of(
          InputSpec.required(DATA, "measurement", images, "1", "what was measured"),
          InputSpec.optional("mask", "sampling mask", images, "1", "not used"));
    }

    @Override
    public Measurement prepare(Preparation p) {
      Field y = p.inputs().get(DATA);
      Options o = p.options();
      return Measurement.of(
              new GaussianLikelihood(Diagonal.on(y.space()), y, o.number("sigma")),
              o.number("scale"),
              y.copy())
          .withFindings(List.of(Finding.info("noise", "as given")));
    }
  }

  /** N(mean, 1) in every component; options choose scalar, range, and when to return a NaN. */
  public static final class Gaussian extends Named implements PriorProvider {
    /** The provider. */
    public Gaussian() {
      super(
          "toy.gaussian",
          OptionSpec.number("mean", 0, -10, 10, "mean"),
          OptionSpec.choice("scalar", "either", List.of("either", "real", "complex"), "kind"),
          OptionSpec.choice("range", "none", List.of("none", "unit", "signed"), "range"),
          OptionSpec.integer("nan-at", -1, -1, 1000, "call that returns a NaN"),
          OptionSpec.file("model", "not read"));
    }

    @Override
    public List<Citation> references() {
      return List.of(Citation.of("Gauss", "Theoria motus", 1809, "book"));
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
    public PriorCard card(Context c) {
      Options o = c.options();
      SpacePattern spaces =
          switch (o.text("scalar")) {
            case "real" -> SpacePattern.of(Scalar.REAL, ANY, ANY);
            case "complex" -> SpacePattern.of(Scalar.COMPLEX, ANY, ANY);
            default -> SpacePattern.eitherScalar(ANY, ANY);
          };
      PriorCard.Builder b = PriorCard.builder("toy.gaussian", spaces).sigma(0, 100);
      return switch (o.text("range")) {
        case "unit" -> b.range(PriorCard.ValueRange.of(0, 1)).build();
        case "signed" -> b.range(PriorCard.ValueRange.of(-1, 1)).build();
        default -> b.build();
      };
    }

    @Override
    public Prior create(Context c, Space space) {
      return new GaussianPrior(card(c), c.options().number("mean"), c.options().integer("nan-at"));
    }
  }

  /** {@code D(u, σ) = μ + (u − μ)/(1 + σ²)}. */
  public static class GaussianPrior implements Prior, Denoiser {
    private final PriorCard card;
    private final double mean;
    private final int nanAt;
    private int calls;

    /** N(mean, 1). */
    public GaussianPrior(PriorCard card, double mean) {
      this(card, mean, -1);
    }

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
  public static final class Plain extends Named implements SamplerProvider {
    /** The provider. */
    public Plain() {
      super(
          "toy.plain",
          OptionSpec.integer("steps", 6, 1, 1000, "steps"),
          OptionSpec.number("weight", 0.1, 0, 1e9, "data weight"),
          OptionSpec.flag("greedy", false, "require what no toy has"),
          OptionSpec.integer("throw-at", -1, -1, 1000, "step that throws"));
    }

    @Override
    public Sampler create(Context c) {
      Options o = c.options();
      List<Requirement> needs =
          o.flag("greedy")
              ? List.of(
                  Requirement.prior(DifferentiableDenoiser.class, "guidance"),
                  Requirement.operator(SpectralDecomposition.class, "projection"))
              : List.of(Requirement.operator(NormalSolve.class, "nothing"));
      return Sampler.of(CLAIM, needs, problem -> new PlainKernel(o));
    }
  }

  private static final class PlainKernel extends Iteration {
    private final Options o;

    PlainKernel(Options o) {
      super(o.integer("steps"));
      this.o = o;
    }

    @Override
    public State step(Bench bench, State state) {
      if (bench.step() == o.integer("throw-at")) {
        throw new IllegalStateException("as asked");
      }
      double level = 1.0 / (1 + bench.step());
      List<Field> clean = bench.denoise(state.fields("x"), level);
      bench.note("residual", level);
      return State.of(
          "x",
          bench.each(
              i -> {
                Field x = clean.get(i);
                Field r = bench.problem().likelihood().data().copy().subtract(bench.apply(x));
                return x.copy()
                    .axpy(o.number("weight"), bench.adjoint(r))
                    .axpy(0.1 * level, bench.normals(i, Purpose.of("step")));
              }));
    }
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

    @Override
    public double dataFit(Field z) {
      return inner.dataFit(z);
    }
  }
}
