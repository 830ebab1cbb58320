package growth.plugin;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;

/** An unadjusted Langevin walk on the smoothed posterior. */
public final class WalkProvider implements SamplerProvider {
  private static final double LEVEL = 0.1;
  private static final double LENGTH = 0.02;

  @Override
  public String id() {
    return "grown.walk";
  }

  @Override
  public String title() {
    return "a walk";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(OptionSpec.integer("steps", 5, 1, 100, "steps"));
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public Sampler create(Context context) {
    int steps = context.options().integer("steps");
    return Sampler.of(
        Exactness.biased("a walk"),
        List.of(
            Requirement.prior(Denoiser.class, "the score"),
            Requirement.likelihood(GaussianNoise.class, "the data")),
        problem -> new Walk(steps));
  }

  private static final class Walk implements Kernel {
    private final long steps;

    Walk(long steps) {
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
    public State step(Bench bench, State state) {
      List<Field> x = state.fields("x");
      List<Field> clean = bench.denoise(x, LEVEL);
      List<Field> data = bench.likelihoodGradient(x);
      return State.of(
          "x",
          bench.each(
              i -> {
                Field score = clean.get(i).copy().subtract(x.get(i)).scale(1 / (LEVEL * LEVEL));
                return x.get(i)
                    .copy()
                    .axpy(LENGTH, score.add(data.get(i)))
                    .axpy(Math.sqrt(2 * LENGTH), bench.normals(i, Purpose.of("walk")));
              }));
    }

    @Override
    public List<ChainResult> result(State state) {
      return ChainResult.each(state.fields("x"));
    }
  }
}
