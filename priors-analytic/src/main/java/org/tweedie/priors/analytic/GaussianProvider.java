package org.tweedie.priors.analytic;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/** Provider {@code gaussian}: see {@link StationaryGaussianPrior}. */
public final class GaussianProvider implements PriorProvider {
  /** For the service loader. */
  public GaussianProvider() {}

  @Override
  public String id() {
    return "gaussian";
  }

  @Override
  public String title() {
    return "Stationary Gaussian images of any size, with an exact denoiser; needs no network";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.number(
            "mean", 0, -1e6, 1e6, "mean of the real parts, on the scale where images reach 1"),
        OptionSpec.number(
            "std",
            0.2,
            1e-6,
            1e6,
            "standard deviation of each real component, on the scale where images reach 1"),
        OptionSpec.choice(
            "covariance",
            "exponential",
            List.of("white", "exponential", "gaussian"),
            "shape of the covariance: independent pixels, exp(-r/l), or exp(-r^2/(2 l^2))"),
        OptionSpec.number(
            "correlation", 10, 1e-3, 1e6, "correlation length l in pixels, unless white"));
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public PriorCard card(Context context) {
    Options options = context.options();
    return StationaryGaussianPrior.card(
        options.number("std"), covariance(options), options.number("correlation"));
  }

  @Override
  public Prior create(Context context, Space space) {
    Options options = context.options();
    return new StationaryGaussianPrior(
        space,
        options.number("mean"),
        options.number("std"),
        covariance(options),
        options.number("correlation"));
  }

  private static StationaryGaussianPrior.Covariance covariance(Options options) {
    return StationaryGaussianPrior.Covariance.valueOf(
        options.text("covariance").toUpperCase(Locale.ROOT));
  }
}
