package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Capability;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/** What the rules for priors need: a prior to open, spaces to open it on, images that fit it. */
abstract class PriorBench extends RuleSet {
  /**
   * The log-density of the smoothed prior, {@code log p_σ(u)} up to a constant, where it is known.
   */
  @FunctionalInterface
  public interface SmoothedDensity {
    /**
     * {@code log p_σ(u)}.
     *
     * @param u the real components of the image
     * @param sigma the noise level
     */
    double log(double[] u, double sigma);
  }

  /**
   * Opens a new prior; the rule closes it.
   *
   * @param space one of {@link #spaces()}
   */
  protected abstract Prior open(Space space);

  /** Small spaces that the prior serves; every kind of scalar that it serves among them. */
  protected abstract List<Space> spaces();

  /**
   * The density of which the prior claims to be the denoiser, if it is known and the prior does not
   * say so itself by an exact posterior.
   *
   * @param space one of {@link #spaces()}
   */
  protected Optional<SmoothedDensity> density(Space space) {
    return Optional.empty();
  }

  @Override
  Optional<String> unbound(String rule) {
    return switch (rule) {
      case "P-1", "P-4", "P-5", "P-7", "P-8", "P-9", "P-10", "P-12" ->
          unless(any(Denoiser.class), "the prior has no denoiser");
      case "P-2", "P-3", "P-11", "P-13" ->
          unless(any(DifferentiableDenoiser.class), "the prior is not differentiable");
      case "P-6" -> unless(any(ExactPosterior.class), "the prior has no exact posterior");
      default -> super.unbound(rule);
    };
  }

  private boolean any(Class<? extends Capability> type) {
    for (Space space : spaces()) {
      try (Prior prior = open(space)) {
        if (prior.capability(type).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Runs a check on a fresh prior of each space. */
  final void each(long seed, Check check) {
    for (Space space : spaces()) {
      try (Prior prior = open(space)) {
        check.on(prior, space, new Sample(seed));
      }
    }
  }

  /** One check. */
  interface Check {
    void on(Prior prior, Space space, Sample sample);
  }

  /** The size of the prior's images: the top of the card's range, 1 where it states none. */
  static double scale(Prior prior) {
    PriorCard.ValueRange range = prior.card().range();
    return range.isBounded() ? Math.max(Math.abs(range.low()), Math.abs(range.high())) : 1;
  }

  /** A noise level of the card's range: a fraction of the images' size where that is inside. */
  static double level(Prior prior, double fraction) {
    PriorCard card = prior.card();
    return Math.min(card.sigmaMax(), Math.max(card.sigmaMin(), fraction * scale(prior)));
  }

  /** What the prior makes of noise: an image as it likes them. */
  static Field natural(Prior prior, Space space, Sample sample) {
    Field noise = sample.normal(space).scale(scale(prior) / 2);
    return one(prior, noise, level(prior, 0.5));
  }

  /** {@code D(u, σ)} of a single image. */
  static Field one(Prior prior, Field u, double sigma) {
    return denoise(prior, List.of(u), sigma).get(0).require(u.space(), "the denoised image");
  }

  /** {@code D(u, σ)} of a batch. */
  static List<Field> denoise(Prior prior, List<Field> batch, double sigma) {
    return prior.capability(Denoiser.class).orElseThrow().denoise(batch, sigma);
  }
}
