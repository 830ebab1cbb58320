package com.example.acme;

import java.util.List;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/** {@code acme.random-field}: smooth images, without training. */
public final class RandomFieldProvider implements PriorProvider {
  // Beyond this a float32 of the noisy image holds nothing of an image in [0, 1].
  private static final double SIGMA_MAX = 1e6;
  private static final SpacePattern SPACES =
      SpacePattern.of(Scalar.REAL, SpacePattern.ANY, SpacePattern.ANY);

  /** For ServiceLoader. */
  public RandomFieldProvider() {}

  @Override
  public String id() {
    return "acme.random-field";
  }

  @Override
  public String title() {
    return "Smooth Gaussian random field (Whittle-Matérn), exact";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.number("mean", 0.3, -1, 2, "mean of a pixel; images lie in [0, 1]"),
        OptionSpec.number("deviation", 0.25, 1e-3, 10, "standard deviation of a pixel"),
        OptionSpec.number("length", 8, 0, 1000, "correlation length in pixels"),
        OptionSpec.number("exponent", 1.5, 0.5, 10, "decay of the spectrum: larger is smoother"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Lindgren, Rue, Lindström",
            "An explicit link between Gaussian fields and Gaussian Markov random fields",
            2011,
            "doi:10.1111/j.1467-9868.2011.00777.x"));
  }

  @Override
  public PriorCard card(Context context) {
    return PriorCard.builder(id(), SPACES)
        .description(
            "A stationary Gaussian field with reflecting edges; denoiser and derivative are exact.")
        .range(PriorCard.ValueRange.of(0, 1))
        .sigma(0, SIGMA_MAX)
        .licence("Apache-2.0")
        .references(references())
        .build();
  }

  @Override
  public Prior create(Context context, Space space) {
    Options options = context.options();
    if (!SPACES.accepts(space)) {
      throw new ShapeMismatchException(
          "the images are " + space, SPACES.toString(), "choose an operator for such images");
    }
    return new RandomField(
        card(context),
        space,
        options.number("mean"),
        options.number("deviation"),
        options.number("length"),
        options.number("exponent"));
  }
}
