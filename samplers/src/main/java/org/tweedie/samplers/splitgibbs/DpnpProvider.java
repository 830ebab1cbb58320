package org.tweedie.samplers.splitgibbs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.Method;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.law.SplitGibbsLaw;
import org.tweedie.samplers.levels.Transition;

/**
 * Provider {@code dpnp}: diffusion plug-and-play, Xu and Chi, NeurIPS 2024, arXiv:2403.17042,
 * algorithm 1. Sweeps of an exact likelihood-proximal draw ({@link GaussianProximalDraw}) and one
 * of the two denoising draws ({@link StochasticDenoising}, {@link DeterministicDenoising}) under a
 * coupling η that is held at η_max and then falls geometrically to η_min.
 *
 * <p>The paper's η (0.4 to 0.16) are for images in [-1, 1]; for the same images in [0, 1] they are
 * half that. Our deviations: a budget of evaluations spread over the sweeps; EDM's rule for the
 * inner levels, which begin at η exactly; a start from a plain reconstruction, not from 500 steps
 * of DPS.
 */
public final class DpnpProvider implements SamplerProvider {
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
        OptionSpec.integer(
            "evaluations",
            100,
            0,
            1_000_000,
            "network evaluations in all, spread over the sweeps; 0 for every level of the table, as"
                + " released (1391 or 2423 with eta-max 0.4 and eta-min 0.16)"),
        OptionSpec.choice(
            "denoiser",
            "ddpm",
            List.of("ddpm", "ddim"),
            "denoising draw: the stochastic (DDPM-type) or the deterministic (DDIM-type) sampler"),
        OptionSpec.choice(
            "update",
            "euler",
            List.of("square-root", "euler", "ancestral"),
            "step of the stochastic sampler: as released; Euler-Maruyama (ours: the most accurate on"
                + " few levels); or the ancestral kernel"),
        OptionSpec.choice(
            "grid",
            "edm",
            List.of("edm", "table"),
            "levels of the denoising draw: EDM's poly-7 rule from η down, or the DDPM table as"
                + " released"),
        OptionSpec.number(
            "eta-max",
            0.3,
            1e-6,
            1e6,
            "first coupling η, in the prior's units; released: 0.4 on"
                + " [-1, 1], which is 0.2 on [0, 1]"),
        OptionSpec.number(
            "eta-min",
            0.01,
            1e-6,
            1e6,
            "last coupling η, in the prior's units; released: 0.16 on"
                + " [-1, 1], which is 0.08 on [0, 1]; ours: below the noise of usual data"),
        OptionSpec.integer("hold", 2, 0, 10_000, "sweeps at eta-max before it falls; released: 4"),
        OptionSpec.integer(
            "sweeps", 38, 1, 10_000, "sweeps from eta-max to eta-min, both included; released: 12"),
        OptionSpec.number(
            "sigma-min", 0.01, 1e-6, 1e6, "last level of the edm grid, in the prior's units"),
        OptionSpec.choice(
            "start",
            "data",
            List.of("noise", "data"),
            "first image: noise, or noise around a regularised least-squares reconstruction"),
        OptionSpec.number(
            "prior-std",
            1,
            1e-6,
            1e6,
            "standard deviation of the images per real component, in the prior's units: weighs the"
                + " data at the start"),
        OptionSpec.choice(
            "end",
            "image",
            List.of("image", "data"),
            "return the last denoised image, as released, or one more draw near the data"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        new Citation(
            "Xu, Chi",
            "Provably robust score-based diffusion posterior sampling for plug-and-play image"
                + " reconstruction",
            2024,
            "arXiv:2403.17042"));
  }

  @Override
  public Sampler create(Options options) {
    Plan plan = new Plan(options);
    Optional<Double> tau =
        options.text("start").equals("data")
            ? Optional.of(options.number("prior-std"))
            : Optional.empty();
    boolean endsOnData = options.text("end").equals("data");
    List<SplitGibbs.Sweep> sweeps =
        plan.sweeps.stream()
            .map(s -> new SplitGibbs.Sweep(s.eta(), plan.draw(s.eta(), s.grid())))
            .toList();
    Start start = tau.map(Start::data).orElse(Start.noise());
    return new Method<>(
        id(),
        new Exactness(
            Exactness.Kind.EXACT_IN_LIMIT,
            "Tends to the posterior as eta-min falls to 0, the sweeps grow as its inverse square,"
                + " and the levels of the denoising draws become dense.",
            true),
        List.of(
            Requirement.likelihood(LinearGaussian.class, "for the exact draw near the data"),
            Requirement.operator(NormalSolve.class, "for the exact draw near the data")),
        Optional.of(SplitGibbsLaw.of(plan.law, plan.sweeps, tau, endsOnData)),
        problem -> new SplitGibbs(sweeps, start, new GaussianProximalDraw(), endsOnData));
  }

  /** The sweeps with their couplings and levels. */
  private static final class Plan {
    final List<SplitGibbsLaw.Sweep> sweeps = new ArrayList<>();
    final SplitGibbsLaw.Denoiser law;
    private final boolean deterministic;
    private final Transition update;

    Plan(Options options) {
      deterministic = options.text("denoiser").equals("ddim");
      update =
          switch (options.text("update")) {
            case "square-root" -> StochasticDenoising.squareRoot();
            case "euler" -> StochasticDenoising.eulerMaruyama();
            default -> Transition.ancestral();
          };
      law =
          deterministic
              ? SplitGibbsLaw.Denoiser.DDIM
              : switch (options.text("update")) {
                case "square-root" -> SplitGibbsLaw.Denoiser.SQUARE_ROOT;
                case "euler" -> SplitGibbsLaw.Denoiser.EULER;
                default -> SplitGibbsLaw.Denoiser.ANCESTRAL;
              };
      double[] etas = couplings(options);
      int budget = options.integer("evaluations");
      boolean table = options.text("grid").equals("table");
      if (budget == 0 && !table) {
        throw new InvalidOptionException(
            "evaluations is 0 with the grid edm, which has no levels of its own",
            "give a number of evaluations, or the grid table");
      }
      if (budget > 0 && budget < etas.length) {
        throw new InvalidOptionException(
            "there are " + budget + " evaluations for " + etas.length + " sweeps",
            "give at least one evaluation a sweep, or lower sweeps or hold");
      }
      double sigmaMin = options.number("sigma-min");
      int[] shares = shares(etas, sigmaMin, budget);
      for (int i = 0; i < etas.length; i++) {
        double[] grid;
        if (table) {
          double[] full = deterministic ? Grids.shiftedTable(etas[i]) : Grids.table(etas[i]);
          grid = budget == 0 ? full : Grids.thinned(full, shares[i]);
        } else {
          double[] sigmas = Grids.edm(etas[i], sigmaMin, shares[i]);
          grid = deterministic ? Grids.shifted(etas[i], sigmas) : sigmas;
        }
        sweeps.add(new SplitGibbsLaw.Sweep(etas[i], grid));
      }
    }

    PriorDraw draw(double eta, double[] grid) {
      return deterministic
          ? new DeterministicDenoising(eta, grid)
          : new StochasticDenoising(grid, update);
    }

    private static double[] couplings(Options options) {
      double max = options.number("eta-max");
      double min = options.number("eta-min");
      if (min > max) {
        throw new InvalidOptionException(
            "eta-min is " + min + " and eta-max is " + max, "make eta-max the larger");
      }
      int hold = options.integer("hold");
      int falling = options.integer("sweeps");
      double[] etas = new double[hold + falling];
      Arrays.fill(etas, 0, hold, max);
      for (int i = 0; i < falling; i++) {
        etas[hold + i] = falling == 1 ? min : max * Math.pow(min / max, (double) i / (falling - 1));
      }
      return etas;
    }

    /**
     * Spreads the budget: one evaluation a sweep, and the rest in proportion to the octaves from η
     * down to σ_min.
     */
    private static int[] shares(double[] etas, double sigmaMin, int budget) {
      double[] weight =
          Arrays.stream(etas).map(e -> Math.log1p(Math.max(0, e / sigmaMin - 1))).toArray();
      double total = Arrays.stream(weight).sum();
      int[] shares = new int[etas.length];
      double cumulated = 0;
      int given = 0;
      for (int i = 0; i < etas.length; i++) {
        cumulated += total > 0 ? weight[i] / total : 1.0 / etas.length;
        // Rounding the cumulated share makes the sum come out exactly.
        int upTo = (int) Math.round(cumulated * (budget - etas.length));
        shares[i] = 1 + upTo - given;
        given = upTo;
      }
      return shares;
    }
  }
}
