package org.tweedie.samplers.core;

import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Domain;
import org.tweedie.api.spi.prior.PriorCard.ValueRange;
import org.tweedie.api.spi.sampler.Problem;

/**
 * The range of a problem's images, from the prior's card: of each component of real images, of the
 * magnitude of complex ones.
 */
public final class ImageRange {
  private final ValueRange range;
  private final boolean complex;

  private ImageRange(ValueRange range, boolean complex) {
    this.range = range;
    this.complex = complex;
  }

  /** That of a problem. */
  public static ImageRange of(Problem problem) {
    return new ImageRange(problem.prior().card().range(), problem.space().isComplex());
  }

  /**
   * Half the width of the range of a component, by which noise levels and step sizes are multiplied
   * that a paper states for images in [-1, 1]: 1/2 for real images in [0, 1], 1 for complex ones of
   * magnitude up to 1, whose components lie in [-1, 1], and 1 if there is no range.
   */
  public double halfWidth() {
    if (!range.isBounded()) {
      return 1;
    }
    return complex ? range.high() : (range.high() - range.low()) / 2;
  }

  /** The nearest image in the range, a new field; a complex value keeps its phase. */
  public Field clip(Field x) {
    if (!complex) {
      return Domain.box(range.low(), range.high()).project(x);
    }
    Field out = x.copy();
    float[] d = out.data();
    for (int i = 0; i < d.length; i += 2) {
      double magnitude = Math.hypot(d[i], d[i + 1]);
      if (magnitude > range.high()) {
        d[i] *= (float) (range.high() / magnitude);
        d[i + 1] *= (float) (range.high() / magnitude);
      }
    }
    return out;
  }
}
