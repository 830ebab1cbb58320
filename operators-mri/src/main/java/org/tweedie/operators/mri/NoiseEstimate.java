package org.tweedie.operators.mri;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;

/**
 * The noise level: given, from the noise scan, or estimated by {@link NoiseLevel}.
 *
 * @param sigma standard deviation of a real component of the whitened data
 * @param findings where it is from, and what speaks against it
 */
record NoiseEstimate(double sigma, List<Finding> findings) {
  /** Digits of an estimate: what is said of it, typed in again, is the same number. */
  private static final MathContext DIGITS = new MathContext(5);

  /** Channels whose noise differs by more than this deserve a noise scan. */
  private static final double UNEQUAL = 1.5;

  /**
   * A level that is this many times what the quietest part of the data shows cannot be true: that
   * part holds noise and perhaps signal, never less than noise.
   */
  private static final double TOO_LOUD = 2;

  /** Signal in that part has been seen to raise it fivefold, with one coil. */
  private static final double TOO_QUIET = 10;

  /**
   * The outermost twentieth of fewer samples cannot contradict anybody: that the median of 50 is
   * below half of what it should be has a probability of 2e-8.
   */
  private static final int FEWEST = 1000;

  /**
   * The noise level of a scan.
   *
   * @param scan what was measured
   * @param maps the sensitivities, whitened
   * @param samples the acquired samples, whitened
   * @throws org.tweedie.api.error.TweedieException if it cannot be told
   */
  static NoiseEstimate of(Scan scan, Field maps, Field samples, Options options) {
    if (options.has("noise")) {
      return told(given(options), "The noise level is σ = %s, as given.", scan, samples);
    }
    if (scan.whitening().isPresent()) {
      return told(
          rounded(scan.whitening().get().sigma()),
          "The noise scan gives σ = %s for each real component; the channels are whitened with it.",
          scan,
          samples);
    }
    if (!(NoiseLevel.pooled(NoiseLevel.ofOutermost(scan.pattern(), samples)) > 0)) {
      throw new InvalidInputException(
          "the noise level cannot be estimated: most of the outermost k-space samples are 0",
          "set the option 'noise', or give a mask of the samples that were really acquired");
    }
    return estimated(NoiseLevel.estimate(scan.pattern(), maps, samples));
  }

  private static double given(Options options) {
    double sigma = options.number("noise");
    if (!(sigma > 0)) {
      throw new InvalidOptionException(
          "the option 'noise' is " + sigma,
          "give the standard deviation of a real component, above 0, or leave it out to have it"
              + " estimated");
    }
    return sigma;
  }

  private static NoiseEstimate told(double sigma, String sentence, Scan scan, Field samples) {
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.info("noise", format(sentence, sigma)));
    double seen =
        samples.space().size() < FEWEST
            ? 0
            : NoiseLevel.ofQuietest(scan.pattern(), samples).sigma();
    if (seen > 0 && (sigma > TOO_LOUD * seen || sigma < seen / TOO_QUIET)) {
      findings.add(
          Finding.warning(
              "noise-level",
              format(
                  "The noise level σ = %.3g does not fit the data, whose quietest part shows %.3g%s:"
                      + " check that it has the scale of the data.",
                  sigma, seen, sigma > seen ? "" : ", signal included")));
    }
    return new NoiseEstimate(sigma, findings);
  }

  private static NoiseEstimate estimated(NoiseLevel.Estimate estimate) {
    double sigma = rounded(estimate.sigma());
    double low = Arrays.stream(estimate.channels()).min().orElseThrow();
    double high = Arrays.stream(estimate.channels()).max().orElseThrow();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.info(
            "noise",
            format(
                "Estimated σ = %s for each real component from %s (channels %.4g to %.4g).",
                sigma, estimate.source(), low, high)));
    estimate
        .doubt()
        .ifPresent(
            doubt ->
                findings.add(
                    Finding.warning(
                        "noise-doubt",
                        "The noise level is uncertain: "
                            + doubt
                            + ". Set the option 'noise' or give a noise scan if you have one.")));
    if (high > UNEQUAL * low) {
      findings.add(
          Finding.warning(
              "unequal-noise",
              format(
                  "The noisiest channel has %.1f times the noise of the quietest, but all are"
                      + " weighted alike: give a noise scan.",
                  high / low)));
    }
    return new NoiseEstimate(sigma, findings);
  }

  private static double rounded(double sigma) {
    return new BigDecimal(sigma).round(DIGITS).doubleValue();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
