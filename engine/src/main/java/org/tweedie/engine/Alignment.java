package org.tweedie.engine;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/**
 * How the data's images x and the prior's images x′ belong together: {@code x = gain·x′ + offset},
 * with an imaginary part dropped or set to 0 where one is complex and the other real.
 *
 * @param gain positive; 1 if the prior's range is unbounded
 * @param offset added to every real component; not 0 only between real images, for a prior whose
 *     range does not begin at 0
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
    Field out = cast(image.require(prior, "the prior's image"), data.scalar()).scale(gain);
    return offset == 0 ? out : shift(out, offset);
  }

  /** The image in the prior's units of an image in the data's units: a new field. */
  public Field toPrior(Field image) {
    Field out = cast(image.require(data, "the image"), prior.scalar());
    return (offset == 0 ? out : shift(out, -offset)).scale(1 / gain);
  }

  /** A copy with another scalar kind: drops the imaginary part, or sets it to 0. */
  static Field cast(Field x, Scalar scalar) {
    if (x.space().scalar() == scalar) {
      return x.copy();
    }
    Field out = Field.zeros(x.space().with(scalar));
    float[] from = x.data();
    float[] to = out.data();
    boolean drop = scalar == Scalar.REAL;
    for (int i = 0; i < x.space().size(); i++) {
      if (drop) {
        to[i] = from[2 * i];
      } else {
        to[2 * i] = from[i];
      }
    }
    return out;
  }

  private static Field shift(Field x, double by) {
    float b = (float) by;
    float[] d = x.data();
    for (int i = 0; i < d.length; i++) {
      d[i] += b;
    }
    return x;
  }
}
