package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.numerics.statistics.Quantiles;

/**
 * The reconstruction without a prior: regularised SENSE. It sets the scale, and shows whether any
 * image explains the data.
 *
 * @param image complex [ny, nx]
 * @param zeroFilled {@code A*y}
 * @param scale the image value that stands for 1 in the prior
 * @param findings how it was made, and whether it fits the data
 */
record Baseline(Field image, Field zeroFilled, double scale, List<Finding> findings) {
  private static final double QUANTILE = 0.99;

  /**
   * Share of the data's energy beyond noise that the baseline may leave unexplained. Errors of
   * estimated sensitivities leave up to 0.003; conjugate, permuted or real ones 0.05 to 0.99.
   */
  private static final double UNEXPLAINED = 0.02;

  /** Noise makes up for this much at least, before anything is said. */
  private static final double ABOVE_NOISE = 1.3;

  /**
   * Solves for the baseline.
   *
   * @param operator the forward operator
   * @param samples whitened data y
   * @param sigma their noise level
   * @param mapsAreGiven whether the user is to be told to check the sensitivities
   * @throws InvalidInputException if there is hardly an image
   */
  static Baseline of(
      SenseOperator operator, Field samples, double sigma, boolean mapsAreGiven, Options options) {
    double lambda = options.number("baseline-lambda");
    Field zeroFilled = operator.adjoint(samples);
    NormalSolve.Solution solution = operator.regularised(lambda, zeroFilled);
    Field image = solution.x();
    double scale = Quantiles.quantile(Quantiles.magnitude(image), QUANTILE);
    if (!(scale > 0)) {
      throw new InvalidInputException(
          "the baseline reconstruction is 0 at 99 % of the pixels",
          mapsAreGiven
              ? "check that the sensitivities belong to these data"
              : "check which array was given for k-space, or lower 'espirit-crop'");
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.info(
            "baseline",
            format(
                "The baseline is argmin ‖Ax − y‖² + λ‖A‖²‖x‖² with λ = %.3g (relative residual"
                    + " %.1e).",
                lambda, solution.relativeResidual())));
    findings.add(
        Finding.info(
            "scale",
            format(
                "An image value of %.5g stands for 1 in the prior: the 99th percentile of the"
                    + " magnitude of the baseline.",
                scale)));
    double residual = operator.apply(image).subtract(samples).normSquared();
    double noise = sigma * sigma * samples.space().components();
    double unexplained = (residual - noise) / samples.normSquared();
    if (residual > ABOVE_NOISE * noise && unexplained > UNEXPLAINED) {
      findings.add(
          Finding.warning(
              "misfit",
              format(
                  "No image explains the data: the baseline leaves %.0f %% of their energy"
                      + " unexplained, %.3g times what noise of σ = %.3g leaves. Check %s that no"
                      + " sample is corrupt, and the noise level.",
                  100 * unexplained,
                  residual / noise,
                  sigma,
                  mapsAreGiven
                      ? "that the sensitivities belong to these data (order of the coils,"
                          + " conjugation, position),"
                      : "that the calibration block is in the middle of k-space and not too small,")));
    }
    return new Baseline(image, zeroFilled, scale, findings);
  }

  /** What is worth showing beside a result. */
  Map<String, Field> views() {
    Map<String, Field> views = new LinkedHashMap<>();
    views.put("zero-filled", zeroFilled);
    views.put("baseline", image);
    return views;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
