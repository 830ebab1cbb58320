package org.tweedie.conformance.law;

import java.util.Optional;
import org.tweedie.api.option.Options;

/** The law of {@code dps} with the gradient of the likelihood; that of the norm is not affine. */
public final class DpsLaw implements SamplerLaw {
  /** For the service loader. */
  public DpsLaw() {}

  @Override
  public String sampler() {
    return "dps";
  }

  @Override
  public Optional<LawPredictor> law(Options o) {
    return o.text("guidance").equals("norm")
        ? Optional.empty()
        : Optional.of(
            GuidedLaw.dps(
                Presets.walk(o, 1000, 50, Optional.empty()), Presets.number(o, "zeta", 1, 1)));
  }
}
