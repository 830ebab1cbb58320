package org.tweedie.samplers.guidance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.ImageRange;
import org.tweedie.samplers.core.Preset;
import org.tweedie.samplers.levels.Transition;

/** Provider {@code bgdm}: see {@link BilevelCorrection}. */
public sealed class BgdmProvider implements SamplerProvider permits RefinedBgdmProvider {
  /** For the service loader. */
  public BgdmProvider() {}

  @Override
  public String id() {
    return "bgdm";
  }

  @Override
  public String title() {
    return "BGDM: bi-level guidance, a gradient step and a proximal data-consistency step";
  }

  @Override
  public List<OptionSpec> options() {
    List<OptionSpec> all = new ArrayList<>(PresetWalk.options(Preset.OURS, 100, 50));
    all.add(
        OptionSpec.optionalNumber(
            "zeta",
            0,
            1e6,
            "step size ζ of the inner step: a constant with the published preset, 0.1; with ours a"
                + " factor of what the noise levels say, 1; 0 leaves it out and needs no derivative"
                + " of the prior"));
    all.add(
        OptionSpec.optionalNumber(
            "lambda",
            1e-12,
            1e12,
            "λ of the published outer step, small trusts the data: 0.5; ours follows the noise"
                + " levels"));
    all.add(
        OptionSpec.optionalInteger(
            "power", 1, 2, "p of the published inner step on the p-th power of the residual: 2"));
    all.add(
        OptionSpec.number(
            "proximal-error",
            0.05,
            0,
            10,
            "error that an iterative outer step may leave, in standard deviations of the image given"
                + " the data and λ; 0 for all that the operator promises"));
    refinement().ifPresent(all::add);
    return List.copyOf(all);
  }

  /** The option of the refinement, if this method refines. */
  Optional<OptionSpec> refinement() {
    return Optional.empty();
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Askari, Roosta, Sun",
            "Bi-level guided diffusion models for zero-shot medical imaging inverse problems",
            2024,
            "arXiv:2404.03706"));
  }

  @Override
  public Sampler create(Context context) {
    Options o = context.options();
    Preset preset = Preset.of(o);
    boolean published = preset == Preset.PUBLISHED;
    if (!published) {
      preset.refuse(o, "lambda", "power");
    }
    int steps = preset.integer(o, "steps", 100, 50);
    double zeta = preset.number(o, "zeta", 0.1, 1);
    int power = preset.integer(o, "power", 2, 2);
    double lambda = preset.number(o, "lambda", 0.5, 0);
    double gamma = refinement().map(r -> o.number(r.name())).orElse(0.0);
    double error = o.number("proximal-error");
    return Sampler.of(
        Exactness.biased(
                published
                    ? "Pulls the image to the data at every step, whatever their noise: collapses"
                        + " onto the least-squares fit as the number of steps grows."
                    : "Takes the image given its noisy version for white Gaussian noise of known"
                        + " variance: exact for such priors only.")
            .affine(zeta == 0 || power == 2),
        List.of(
            Requirement.likelihood(LinearGaussian.class, "for the outer step"),
            Requirement.operator(NormalSolve.class, "for the outer step"),
            zeta > 0
                ? Requirement.prior(DifferentiableDenoiser.class, "for the inner step")
                : Requirement.prior(Denoiser.class, "to denoise")),
        problem -> {
          BilevelCorrection.Weights weights =
              published
                  ? new BilevelCorrection.Constant(power, zeta, lambda)
                  : new BilevelCorrection.Consistent(zeta, ImageRange.of(problem).width());
          BilevelCorrection bgdm = new BilevelCorrection(weights, gamma, error);
          return published
              ? PresetWalk.published(problem, steps, Transition.fraction(0.85), false, bgdm)
              : PresetWalk.ours(problem, steps, bgdm);
        });
  }
}
