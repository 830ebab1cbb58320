package org.tweedie.samplers.guidance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.samplers.core.Method;
import org.tweedie.samplers.law.GuidanceLaw;

/** Provider {@code bgdm}: see {@link BilevelCorrection}. */
public sealed class BgdmProvider implements SamplerProvider permits RefinedBgdmProvider {
  private static final GuidedOptions.Defaults DEFAULTS =
      new GuidedOptions.Defaults("edm", 50, 1, 0.01, "data", "ddim", 1);

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
    List<OptionSpec> own = new ArrayList<>();
    own.add(
        OptionSpec.choice(
            "inner",
            "consistent",
            List.of("norm", "square", "consistent"),
            "inner step: gradient of the residual's norm or of its square, or (ours) weighted by the"
                + " noise levels"));
    own.add(
        OptionSpec.number(
            "zeta",
            1,
            0,
            1e6,
            "step size ζ of the inner step; 0 leaves it out and needs no derivative of the prior"));
    own.add(
        OptionSpec.choice(
            "outer",
            "consistent",
            List.of("fixed", "consistent"),
            "outer step with the constant lambda, or (ours) λ = σ_y²(1/σ² + 1/prior-std²)"));
    own.add(
        OptionSpec.number(
            "lambda", 0.5, 1e-12, 1e12, "λ of the fixed outer step; small trusts the data"));
    own.add(
        OptionSpec.number(
            "proximal-error",
            0.1,
            0,
            10,
            "error that an iterative outer step may leave, in standard deviations of the image given"
                + " the data and λ; 0 for all that the operator promises"));
    refinement().ifPresent(own::add);
    own.add(
        OptionSpec.choice(
            "noise-estimate",
            "corrected",
            List.of("network", "corrected"),
            "noise carried on: the network's estimate, or recomputed from the corrected image"));
    return GuidedOptions.specs(DEFAULTS, own.toArray(OptionSpec[]::new));
  }

  /** The option of the refinement, if this method refines. */
  Optional<OptionSpec> refinement() {
    return Optional.empty();
  }

  @Override
  public List<Citation> references() {
    return List.of(
        new Citation(
            "Askari, Roosta, Sun",
            "Bi-level guided diffusion models for zero-shot medical imaging inverse problems",
            2024,
            "arXiv:2404.03706"));
  }

  @Override
  public Sampler create(Options options) {
    GuidedOptions guided = new GuidedOptions(options);
    BilevelCorrection.Parameters p =
        new BilevelCorrection.Parameters(
            switch (options.text("inner")) {
              case "norm" -> BilevelCorrection.Inner.NORM;
              case "square" -> BilevelCorrection.Inner.SQUARE;
              default -> BilevelCorrection.Inner.CONSISTENT;
            },
            options.number("zeta"),
            options.text("outer").equals("fixed")
                ? Optional.of(options.number("lambda"))
                : Optional.empty(),
            guided.priorDeviation(),
            refinement().map(o -> options.number(o.name())).orElse(0.0),
            options.number("proximal-error"),
            options.text("noise-estimate").equals("network"));
    boolean affine =
        !guided.clips() && (p.zeta() == 0 || p.inner() != BilevelCorrection.Inner.NORM);
    List<Requirement> needs =
        new ArrayList<>(GuidedOptions.proximalRequirements("for the outer step"));
    if (p.zeta() > 0) {
      needs.add(Requirement.prior(DifferentiablePrior.class, "for the inner step"));
    }
    Optional<LawPredictor> law =
        affine
            ? Optional.of(
                GuidanceLaw.bilevel(
                    guided.lawSetting(),
                    new GuidanceLaw.Bilevel(
                        p.inner() == BilevelCorrection.Inner.SQUARE,
                        p.zeta(),
                        p.lambda(),
                        p.tau(),
                        p.gamma(),
                        p.networkNoise())))
            : Optional.empty();
    return new Method<>(
        id(),
        new Exactness(
            Exactness.Kind.BIASED,
            p.lambda().isPresent()
                ? "Pulls the image to the data at every step, whatever their noise: collapses onto"
                    + " the least-squares fit as the number of steps grows."
                : "Takes the image given its noisy version for white Gaussian noise of known"
                    + " variance: exact for such priors only.",
            affine),
        needs,
        law,
        problem -> guided.kernel(problem, new BilevelCorrection(p)));
  }
}
