package org.tweedie.conformance.law;

import java.util.Optional;
import org.tweedie.api.option.Options;
import org.tweedie.conformance.law.GuidedLaw.Walk;

/** The law of {@code bgdm}, but for inner steps on the residual's norm, which are not affine. */
public class BgdmLaw implements SamplerLaw {
  /** The share of fresh noise of the published way. */
  private static final double FRESH = 0.85;

  /** For the service loader. */
  public BgdmLaw() {}

  @Override
  public String sampler() {
    return "bgdm";
  }

  /** γ of the refinement. */
  double gamma(Options o) {
    return 0;
  }

  @Override
  public Optional<LawPredictor> law(Options o) {
    double zeta = Presets.number(o, "zeta", 0.1, 1);
    if (zeta > 0 && Presets.integer(o, "power", 2, 2) == 1) {
      return Optional.empty();
    }
    Walk walk = Presets.walk(o, 100, 50, Optional.of(FRESH));
    return Optional.of(
        Presets.published(o)
            ? GuidedLaw.bilevel(walk, zeta, Presets.number(o, "lambda", 0.5, 0.5), gamma(o))
            : GuidedLaw.consistentBilevel(walk, zeta, Presets.TAU, gamma(o)));
  }
}
