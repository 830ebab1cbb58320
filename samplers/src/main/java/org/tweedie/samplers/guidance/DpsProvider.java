package org.tweedie.samplers.guidance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.Method;
import org.tweedie.samplers.law.GuidanceLaw;

/** Provider {@code dps}: see {@link DpsCorrection}. */
public final class DpsProvider implements SamplerProvider {
  private static final GuidedOptions.Defaults DEFAULTS =
      new GuidedOptions.Defaults("edm", 50, 1, 0.01, "data", "ancestral", 1);

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
    return GuidedOptions.specs(
        DEFAULTS,
        OptionSpec.choice(
            "guidance",
            "norm",
            List.of("norm", "likelihood"),
            "gradient of the norm of the residual, as released, or of the log-likelihood"),
        OptionSpec.number(
            "zeta",
            2,
            0,
            1e6,
            "step size ζ; released for norm: 0.3 to 1 on images in [-1, 1]; 1 is the unbiased weight"
                + " for likelihood"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        new Citation(
            "Chung, Kim, Mccann, Klasky, Ye",
            "Diffusion posterior sampling for general noisy inverse problems",
            2023,
            "arXiv:2209.14687"));
  }

  @Override
  public Sampler create(Options options) {
    GuidedOptions guided = new GuidedOptions(options);
    boolean norm = options.text("guidance").equals("norm");
    double zeta = options.number("zeta");
    boolean affine = !norm && !guided.clips();
    List<Requirement> needs = new ArrayList<>();
    needs.add(Requirement.prior(DifferentiablePrior.class, "to guide through the denoiser"));
    if (norm) {
      needs.add(Requirement.likelihood(LinearGaussian.class, "for the norm of the residual"));
    }
    needs.addAll(guided.requirements());
    Optional<LawPredictor> law =
        affine ? Optional.of(GuidanceLaw.dps(guided.lawSetting(), zeta)) : Optional.empty();
    return new Method<>(
        id(),
        new Exactness(
            Exactness.Kind.BIASED,
            norm
                ? "The step size ignores the noise level: fits the data closely and spreads too"
                    + " little."
                : "Ignores the covariance of the image given its noisy version: pulls the mean to"
                    + " the data and tends to half the variance where the data are precise.",
            affine),
        needs,
        law,
        problem -> guided.kernel(problem, new DpsCorrection(norm, zeta)));
  }
}
