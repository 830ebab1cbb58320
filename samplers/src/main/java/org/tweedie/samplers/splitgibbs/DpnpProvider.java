package org.tweedie.samplers.splitgibbs;

import java.util.List;
import java.util.OptionalInt;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.ImageRange;
import org.tweedie.samplers.core.Preset;
import org.tweedie.samplers.core.Start;

/**
 * Provider {@code dpnp}: diffusion plug-and-play, Xu and Chi, NeurIPS 2024, arXiv:2403.17042,
 * algorithm 1. Sweeps of an exact likelihood-proximal draw ({@link GaussianProximalDraw}) and one
 * of the two denoising draws ({@link StochasticDenoising}, {@link DeterministicDenoising}) under a
 * coupling η that is held at η_max and then falls geometrically to η_min.
 *
 * <p>The released couplings, 0.4 to 0.16, are for images in [-1, 1]. Our deviation: the released
 * code starts from 500 steps of DPS, the published preset from noise of the first coupling.
 */
public final class DpnpProvider implements SamplerProvider {
  // Ours: images reach 1.
  private static final double SIGMA_MIN = 0.01;
  private static final double PRIOR_DEVIATION = 1;
  private static final int STEPS = 100;

  /** For the service loader. */
  public DpnpProvider() {}

  @Override
  public String id() {
    return "dpnp";
  }

  @Override
  public String title() {
    return "DPnP: split Gibbs sampling, alternating exact data draws and diffusion denoising";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        Preset.option(
            Preset.OURS,
            "levels, start and what is not given: as published, every level of the DDPM table from"
                + " noise; or ours, few levels from a plain reconstruction"),
        OptionSpec.optionalInteger(
            "steps",
            1,
            1_000_000,
            "network evaluations in all, spread over the sweeps; published: every level of the table,"
                + " 1391 or 2423; ours: "
                + STEPS),
        OptionSpec.choice(
            "denoiser",
            "ddpm",
            List.of("ddpm", "ddim"),
            "denoising draw: the stochastic (DDPM-type) or the deterministic (DDIM-type) sampler"),
        OptionSpec.optionalNumber(
            "eta-max",
            1e-6,
            1e6,
            "first coupling η, in the prior's units; published: 0.4 on images in [-1, 1], which is"
                + " 0.2 on [0, 1]; ours: 0.3"),
        OptionSpec.optionalNumber(
            "eta-min",
            1e-6,
            1e6,
            "last coupling η, in the prior's units; published: 0.16 on images in [-1, 1], which is"
                + " 0.08 on [0, 1]; ours: 0.01, below the noise of usual data"),
        OptionSpec.optionalInteger(
            "hold", 0, 10_000, "sweeps at eta-max before it falls; published: 4, ours: 2"),
        OptionSpec.optionalInteger(
            "sweeps",
            1,
            10_000,
            "sweeps from eta-max to eta-min, both included; published: 12, ours: 38"),
        OptionSpec.choice(
            "end",
            "image",
            List.of("image", "data"),
            "return the last denoised image, as released, or one more draw near the data"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Xu, Chi",
            "Provably robust score-based diffusion posterior sampling for plug-and-play image"
                + " reconstruction",
            2024,
            "arXiv:2403.17042"));
  }

  @Override
  public Sampler create(Context context) {
    Options o = context.options();
    check(o);
    return Sampler.of(
        Exactness.exactInLimit(
                "Tends to the posterior as eta-min falls to 0, the sweeps grow as its inverse"
                    + " square, and the levels of the denoising draws become dense.")
            .affine(true),
        List.of(
            Requirement.likelihood(LinearGaussian.class, "for the exact draw near the data"),
            Requirement.operator(NormalSolve.class, "for the exact draw near the data"),
            Requirement.prior(Denoiser.class, "for the denoising draw")),
        problem -> kernel(o, problem));
  }

  private static int hold(Options o) {
    return Preset.of(o).integer(o, "hold", 4, 2);
  }

  private static int sweeps(Options o) {
    return Preset.of(o).integer(o, "sweeps", 12, 38);
  }

  private static void check(Options o) {
    int sweeps = hold(o) + sweeps(o);
    if (Preset.of(o) == Preset.OURS || o.has("steps")) {
      int steps = Preset.of(o).integer(o, "steps", 0, STEPS);
      if (steps < sweeps) {
        throw new InvalidOptionException(
            "there are " + steps + " steps for " + sweeps + " sweeps",
            "give at least one step a sweep, or lower sweeps or hold");
      }
    }
    if (Preset.of(o) == Preset.OURS || (o.has("eta-max") && o.has("eta-min"))) {
      couplings(o, 1);
    }
  }

  private static double[] couplings(Options o, double unit) {
    double max = Preset.of(o).number(o, "eta-max", 0.4 * unit, 0.3);
    double min = Preset.of(o).number(o, "eta-min", 0.16 * unit, 0.01);
    if (min > max) {
      throw new InvalidOptionException(
          "eta-min is " + min + " and eta-max is " + max, "make eta-max the larger");
    }
    return Sweeps.couplings(max, min, hold(o), sweeps(o));
  }

  private static SplitGibbs kernel(Options o, Problem problem) {
    boolean deterministic = o.text("denoiser").equals("ddim");
    boolean endsOnData = o.text("end").equals("data");
    double unit = ImageRange.of(problem).halfWidth();
    double[] etas = couplings(o, unit);
    if (Preset.of(o) == Preset.PUBLISHED) {
      OptionalInt budget =
          o.has("steps") ? OptionalInt.of(o.integer("steps")) : OptionalInt.empty();
      return new SplitGibbs(
          Sweeps.released(etas, budget, deterministic, unit),
          Start.noise(etas[0]),
          new GaussianProximalDraw(),
          endsOnData);
    }
    int steps = Preset.OURS.integer(o, "steps", 0, STEPS);
    Sweeps.Draw draw =
        deterministic
            ? Sweeps.Draw.deterministic()
            : Sweeps.Draw.stochastic(StochasticDenoising.eulerMaruyama());
    return new SplitGibbs(
        Sweeps.spread(etas, steps, SIGMA_MIN, draw),
        Start.data(etas[0], PRIOR_DEVIATION),
        new GaussianProximalDraw(),
        endsOnData);
  }
}
