package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.DataFit;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Statistics;

/**
 * What is to be thought of a result: does it explain the measurement, and can it be compared with
 * the reference? The page and the terminal both ask here, so that they say the same.
 *
 * <p>Samples of the true posterior have a data fit of 1 on average (see {@link DataFit}). A result
 * that differs from it much is not wrong by chance: something that was given does not belong to the
 * data.
 */
public final class Verdict {
  /** The data fit may differ from 1 by this much before it is a matter for a warning. */
  private static final double TOLERATED = 0.1;

  /** A data fit above this, or below its reciprocal, comes from input that does not fit. */
  private static final double USELESS = 2;

  /**
   * An estimate that is no sample lies closer to the data than one, by its degrees of freedom over
   * the number of measurements; so only a data fit near 0 is suspicious.
   */
  private static final double SUSPICIOUS_ESTIMATE = 0.1;

  /** Images that are alike up to a factor have at least this correlation. */
  private static final double ALIKE = 0.8;

  /** A factor between result and reference that is not a matter of noise. */
  private static final double OTHER_SCALE = 1.25;

  private final List<String> warnings = new ArrayList<>();
  private final Optional<String> fit;
  private boolean useless;

  private Verdict(Reconstruction run, Optional<Field> reference) {
    fit = run.complete() ? Optional.of(judge(run, run.dataFit())) : Optional.empty();
    if (run.complete()) {
      reference.flatMap(r -> scale(run, r)).ifPresent(warnings::add);
    }
  }

  /** The verdict on a run of which the true image is not known. */
  public static Verdict of(Reconstruction run) {
    return new Verdict(run, Optional.empty());
  }

  /**
   * The verdict on a run.
   *
   * @param reference the true image, if it is known, in the shape of the samples
   */
  public static Verdict of(Reconstruction run, Optional<Field> reference) {
    return new Verdict(run, reference);
  }

  /**
   * How the samples explain the measurement, in a sentence or two; empty for a run that was stopped
   * and for noise without a data fit.
   */
  public Optional<String> fit() {
    return fit;
  }

  /** What is wrong or doubtful, and what to check; the worst first. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** True if the samples and the data contradict one another: nothing of the result can be used. */
  public boolean isUseless() {
    return useless;
  }

  /** What a terminal should show first: warnings, marked as such, else that all is well. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(warnings.stream().map(w -> "Warning: " + w).toList());
    fit.filter(f -> !warnings.contains(f)).ifPresent(lines::add);
    return lines;
  }

  private String judge(Reconstruction run, DataFit f) {
    double average = f.average();
    double off = average - 1;
    boolean estimate = run.provenance().exactness().kind() == Exactness.Kind.POINT_ESTIMATE;
    String number =
        "The data fit of the samples is "
            + (average >= 0.01 && average < 10 ? Ticks.fixed(average, 3) : Ticks.number(average, 3))
            + " on average, where samples of the true posterior would have 1 ± "
            + Ticks.number(f.spread(), 2)
            + " each: ";
    if (!Double.isFinite(average)) {
      return warning(number + "it could not be computed; check the samples for NaN.");
    }
    if (average > USELESS) {
      useless = true;
      return warning(number + tooFar(run, average));
    }
    if (average < (estimate ? SUSPICIOUS_ESTIMATE : 1 / USELESS)) {
      useless = true;
      return warning(number + tooClose(average));
    }
    if (Math.abs(off) <= 3 * f.spread() || Math.abs(off) <= TOLERATED) {
      outlier(f).ifPresent(warnings::add);
      return number
          + (Math.abs(off) <= 3 * f.spread()
              ? "they explain the measurement down to its noise, as they should."
              : "close, though further than chance; an imperfect noise level or forward model "
                  + "usually makes such a difference.");
    }
    if (off > 0) {
      return warning(
          number
              + "they leave more unexplained than noise, so the forward model, the noise level or "
              + "the sampler's budget is not right.");
    }
    if (estimate) {
      return number + "estimates that are not samples lie below 1.";
    }
    return warning(
        number
            + "they follow the noise, so the noise level is set too high or the sampler "
            + "over-fits.");
  }

  private String warning(String text) {
    warnings.add(0, text);
    return text;
  }

  private static String tooFar(Reconstruction run, double average) {
    return "they do not explain the measurement, so do not use them. Check that the data are "
        + "measurements and not an image; that what was given with them belongs to them (maps: the "
        + "same order, sign of the phase and scale; mask); that their centre is where the operator "
        + "expects it ('tweedie describe "
        + run.provenance().operator()
        + "'); and the noise level, which would have to be "
        + Ticks.number(Math.sqrt(average), 3)
        + " times as high. If all that is right, give the sampler more steps.";
  }

  private static String tooClose(double average) {
    return "they lie closer to the data than its noise allows, so do not trust where they agree. "
        + "Check the noise level, or the scale of the noise scan: what is left of the data is as "
        + "large as noise of "
        + Ticks.number(Math.sqrt(average), 3)
        + " times that level; and the mask: samples that were not measured must not count as "
        + "measured zeros.";
  }

  /** A sample that differs from the others when these are well. */
  private static Optional<String> outlier(DataFit f) {
    int worst = 0;
    for (int k = 1; k < f.samples().length; k++) {
      if (Math.abs(f.samples()[k] - 1) > Math.abs(f.samples()[worst] - 1)) {
        worst = k;
      }
    }
    double off = Math.abs(f.samples()[worst] - 1);
    return off <= 3 * f.spread() || off <= TOLERATED
        ? Optional.empty()
        : Optional.of(
            "Sample "
                + worst
                + " has a data fit of "
                + Ticks.number(f.samples()[worst], 3)
                + " while the others are near 1: look at it before you use the mean.");
  }

  /** A reference in other units than the data, of which the scores would tell nothing. */
  private static Optional<String> scale(Reconstruction run, Field reference) {
    Field x = run.statistics().magnitude();
    Field r = Statistics.magnitude(reference);
    if (!x.space().equals(r.space())) {
      return Optional.empty();
    }
    double correlation = x.dot(r) / (x.norm() * r.norm());
    double factor = x.dot(r) / x.normSquared();
    boolean other = factor > OTHER_SCALE || factor < 1 / OTHER_SCALE;
    return other && correlation > ALIKE
        ? Optional.of(
            "The reference has another scale than the data: the result times "
                + Ticks.number(factor, 3)
                + " would fit it best. The scores tell nothing until both have the same units.")
        : Optional.empty();
  }
}
