package org.tweedie.conformance.law;

import org.tweedie.api.option.Options;

/** The law of {@code r-bgdm}. */
public final class RefinedBgdmLaw extends BgdmLaw {
  /** For the service loader. */
  public RefinedBgdmLaw() {}

  @Override
  public String sampler() {
    return "r-bgdm";
  }

  @Override
  double gamma(Options o) {
    return o.number("gamma");
  }
}
