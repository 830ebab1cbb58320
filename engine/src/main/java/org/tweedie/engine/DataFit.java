package org.tweedie.engine;

import java.util.Locale;
import java.util.Optional;

/**
 * How well samples explain the measurement: the likelihood's data fit, {@code ‖A x − y‖²/(mσ²)} for
 * Gaussian noise.
 *
 * <p>The true image and a sample of the true posterior are exchangeable given y, so for such a
 * sample the number has mean 1 and the standard deviation {@code spread}. The mean of several
 * samples lies below 1, and so does a sample that is fitted to the noise; a sample above 1 does not
 * explain the data.
 *
 * @param samples one number a sample
 * @param average of the samples, by their weights
 * @param mean of the mean of the samples
 * @param baseline of the baseline reconstruction
 * @param spread standard deviation of one; {@code √(2/m)} for Gaussian noise
 * @param measurements m, real components
 */
public record DataFit(
    double[] samples,
    double average,
    double mean,
    double baseline,
    double spread,
    int measurements) {
  /** A forward model is never perfect: what real scans that are right come out at. */
  private static final double TOLERATED = 0.25;

  /** True if the average is what samples of the true posterior have, within three deviations. */
  public boolean isExpected() {
    return Math.abs(average - 1) <= 3 * spread;
  }

  /** True if the average is as near 1 as an imperfect model of the measurement lets it come. */
  public boolean isTolerable() {
    return isExpected() || Math.abs(average - 1) <= TOLERATED;
  }

  /** What to check, in one sentence, if the samples do not fit the data as they should. */
  public Optional<String> warning() {
    if (isTolerable()) {
      return Optional.empty();
    }
    String number = String.format(Locale.ROOT, "%.3g", average);
    return Optional.of(
        average > 1
            ? "the samples leave "
                + number
                + " times as much of the measurement unexplained as its noise would: do not use"
                + " this result before you have checked that the forward model (sensitivities,"
                + " centre, mask, geometry), the noise level and the scale belong to these data,"
                + " and that the sampler took enough steps"
            : "the samples follow the measurement more closely than its noise allows (data fit "
                + number
                + "): the noise level is set too high, samples were counted that were not measured,"
                + " or the sampler over-fits; do not trust the spread");
  }
}
