package org.tweedie.engine;

import java.util.List;
import java.util.OptionalDouble;

/**
 * The comparison with a reference.
 *
 * <p>Coverage is the fraction of pixels where the magnitude of the reference lies in the 90 %
 * prediction interval {@code m ± t·s·√(1 + 1/n)}, with m and s the mean and the standard deviation
 * (n − 1) of the n samples' magnitudes and t the 95 % quantile of Student's law with n − 1 degrees
 * of freedom. Given y, the reference is exchangeable with samples of the true posterior, so for
 * those, where they are near normal, it is 0.9 on average for every n ≥ 2.
 *
 * @param mean scores of the magnitude of the samples' mean
 * @param baseline scores of the baseline reconstruction
 * @param samples scores of each sample
 * @param coverage over all pixels; empty for fewer than 2 samples
 * @param coverageInside over the pixels where the reference exceeds 10 % of its peak; empty for
 *     fewer than 2 samples
 */
public record Evaluation(
    Scores mean,
    Scores baseline,
    List<Scores> samples,
    OptionalDouble coverage,
    OptionalDouble coverageInside) {
  /** Copies the list. */
  public Evaluation {
    samples = List.copyOf(samples);
  }
}
