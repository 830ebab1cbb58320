package org.tweedie.api.spi.prior;

import java.util.List;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Citation;

/**
 * What a prior is, as its maker states it.
 *
 * @param name a short name, for example "brain.mri"
 * @param description one or two sentences
 * @param spaces the image spaces that it serves
 * @param range the range of the magnitude of its images, in its own units
 * @param sigmaMin smallest noise level that it was made for, at least 0
 * @param sigmaMax largest noise level that it was made for
 * @param trainingData what it was trained on; "none" for analytic priors
 * @param licence the licence of the weights
 * @param references what to cite
 */
public record PriorCard(
    String name,
    String description,
    SpacePattern spaces,
    ValueRange range,
    double sigmaMin,
    double sigmaMax,
    String trainingData,
    String licence,
    List<Citation> references) {
  /** Copies the list. */
  public PriorCard {
    references = List.copyOf(references);
  }

  /**
   * A range of values.
   *
   * @param low smallest usual value
   * @param high largest usual value
   */
  public record ValueRange(double low, double high) {
    /** No stated range: the prior's units are the data's. */
    public static final ValueRange UNBOUNDED =
        new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * True if both ends are finite: then data are scaled to it, else they are taken as they are.
     */
    public boolean isBounded() {
      return Double.isFinite(low) && Double.isFinite(high);
    }
  }
}
