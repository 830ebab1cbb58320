package com.example.acme;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Kernel;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.api.spi.sampler.State;

/**
 * {@code acme.ula}, the unadjusted Langevin algorithm with Tweedie's score (arXiv:2103.04715):
 * {@code x ← x + h [(D(x, s) − x)/s² + A*(y − A x)/σ²] + √(2h) z}.
 */
public final class Langevin implements SamplerProvider {
  @Override
  public String id() {
    return "acme.ula";
  }

  @Override
  public String title() {
    return "Unadjusted Langevin algorithm with a plug-and-play prior";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.integer("steps", 1000, 1, 10_000_000, "steps, one denoising each"),
        OptionSpec.number("level", 0.05, 1e-6, 1e6, "noise level s at which the prior is used"),
        OptionSpec.number("step", 0.3, 1e-6, 1, "step size h, as a part of 1/(1/s² + ‖A‖²/σ²)"));
  }

  @Override
  public Sampler create(Context c) {
    long steps = c.options().longInteger("steps");
    double s = c.options().number("level");
    double step = c.options().number("step");
    return Sampler.of(
        Exactness.biased("a finite step widens the posterior, the prior is smoothed").affine(true),
        List.of(
            Requirement.prior(Denoiser.class, "for the score"),
            Requirement.likelihood(LinearGaussian.class, "its noise level bounds the step size"),
            Requirement.operator(NormBound.class, "it bounds the step size")),
        problem -> new Walk(steps, s, step / stiffness(problem, s)));
  }

  private static double stiffness(Problem problem, double level) {
    LinearGaussian data = problem.likelihood().capability(LinearGaussian.class).orElseThrow();
    double a = data.operator().capability(NormBound.class).orElseThrow().norm() / data.sigma();
    return 1 / (level * level) + a * a;
  }

  private record Walk(long steps, double s, double h) implements Kernel {
    @Override
    public State init(Bench bench) {
      return State.of("x", bench.each(i -> bench.normals(i, Purpose.of("init"))));
    }

    @Override
    public State step(Bench bench, State state) {
      List<Field> x = state.fields("x");
      List<Field> clean = bench.denoise(x, s);
      List<Field> data = bench.likelihoodGradient(x);
      double p = h / (s * s);
      List<Field> z = bench.each(i -> bench.normals(i, Purpose.of("walk")).scale(Math.sqrt(2 * h)));
      return state.with(
          "x",
          bench.each(
              i -> z.get(i).axpy(1 - p, x.get(i)).axpy(p, clean.get(i)).axpy(h, data.get(i))));
    }
  }
}
