package org.tweedie.engine;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.problem.Fields;

/**
 * How the data's images x and the prior's images x′ belong together: {@code x = gain·x′ + offset},
 * with an imaginary part dropped or set to 0 where one is complex and the other real.
 *
 * @param gain positive; 1 if the prior's range is unbounded
 * @param offset added to every element; not 0 only for real priors whose range does not begin at 0
 * @param data the space of the operator's images
 * @param prior the space of the prior's images: the same shape
 */
public record Alignment(double gain, double offset, Space data, Space prior) {
  /** True if nothing changes. */
  public boolean isIdentity() {
    return gain == 1 && offset == 0 && data.equals(prior);
  }

  /** The image in the data's units of an image in the prior's units: a new field. */
  public Field toData(Field image) {
    Field x = image.require(prior, "the prior's image").copy().scale(gain);
    return Fields.cast(shift(x, offset), data.scalar());
  }

  /** The image in the prior's units of an image in the data's units: a new field. */
  public Field toPrior(Field image) {
    Field x = Fields.cast(image.require(data, "the image"), prior.scalar());
    return shift(x, -offset).scale(1 / gain);
  }

  private static Field shift(Field x, double by) {
    if (by != 0) {
      float b = (float) by;
      float[] d = x.data();
      for (int i = 0; i < d.length; i++) {
        d[i] += b;
      }
    }
    return x;
  }
}
