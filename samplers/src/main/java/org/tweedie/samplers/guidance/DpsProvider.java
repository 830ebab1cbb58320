package org.tweedie.samplers.guidance;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.GaussianNoise;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.ImageRange;
import org.tweedie.samplers.core.Preset;
import org.tweedie.samplers.core.Start;
import org.tweedie.samplers.levels.Transition;

/** Provider {@code dps}: see {@link DpsCorrection}. */
public final class DpsProvider implements SamplerProvider {
  /** For the service loader. */
  public DpsProvider() {}

  @Override
  public String id() {
    return "dps";
  }

  @Override
  public String title() {
    return "DPS: diffusion posterior sampling, guided through the denoiser";
  }

  @Override
  public List<OptionSpec> options() {
    List<OptionSpec> all = new ArrayList<>(GuidedSampling.options(Preset.PUBLISHED, 1000, 50));
    all.add(
        OptionSpec.choice(
            "guidance",
            "norm",
            List.of("norm", "likelihood"),
            "gradient of the norm of the residual, as released, for Gaussian noise; or of the"
                + " log-likelihood, for any"));
    all.add(
        OptionSpec.optionalNumber(
            "zeta",
            0,
            1e6,
            "step size ζ, in the prior's units; norm: published 0.3 on images in [-1, 1], which is"
                + " 0.15 on [0, 1], ours 2; likelihood: 1, the weight of the diffusion"));
    return List.copyOf(all);
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Chung, Kim, Mccann, Klasky, Ye",
            "Diffusion posterior sampling for general noisy inverse problems",
            2023,
            "arXiv:2209.14687"));
  }

  @Override
  public Sampler create(Context context) {
    Options o = context.options();
    Preset preset = Preset.of(o);
    boolean norm = o.text("guidance").equals("norm");
    int steps = preset.integer(o, "steps", 1000, 50);
    List<Requirement> needs = new ArrayList<>();
    needs.add(Requirement.prior(DifferentiableDenoiser.class, "to guide through the denoiser"));
    if (norm) {
      needs.add(Requirement.likelihood(GaussianNoise.class, "for the norm of the residual"));
    }
    needs.addAll(preset.choose(List.of(), Start.DATA_NEEDS));
    return Sampler.of(
        Exactness.biased(
                norm
                    ? "The step size ignores the noise level: fits the data closely and spreads too"
                        + " little."
                    : "Ignores the covariance of the image given its noisy version: pulls the mean"
                        + " to the data and tends to half the variance where the data are precise.")
            // A Gaussian prior has no range to clip to.
            .affine(!norm),
        needs,
        problem -> {
          double published = 0.3 * ImageRange.of(problem).halfWidth();
          double zeta = preset.number(o, "zeta", norm ? published : 1, norm ? 2 : 1);
          DpsCorrection dps = new DpsCorrection(norm, zeta);
          return preset == Preset.PUBLISHED
              ? GuidedSampling.published(problem, steps, Transition.ancestral(), true, dps)
              : GuidedSampling.ours(steps, dps);
        });
  }
}
