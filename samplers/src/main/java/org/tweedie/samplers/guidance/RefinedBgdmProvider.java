package org.tweedie.samplers.guidance;

import java.util.Optional;
import org.tweedie.api.option.OptionSpec;

/** Provider {@code r-bgdm}: {@code bgdm} with the refinement of {@link BilevelCorrection}. */
public final class RefinedBgdmProvider extends BgdmProvider {
  /** For the service loader. */
  public RefinedBgdmProvider() {}

  @Override
  public String id() {
    return "r-bgdm";
  }

  @Override
  public String title() {
    return "R-BGDM: bi-level guidance with a refinement step back to the denoised image";
  }

  @Override
  Optional<OptionSpec> refinement() {
    return Optional.of(
        OptionSpec.number(
            "gamma",
            0.05,
            0,
            0.499,
            "step size γ of the refinement; at 1/2 the measurement would be forgotten"));
  }
}
