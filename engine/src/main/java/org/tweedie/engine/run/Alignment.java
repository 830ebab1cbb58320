package org.tweedie.engine.run;

import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.UnitScale;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * How the data's images x and the prior's images x′ belong together: {@code x = gain·E x′ +
 * offset}, where E drops an imaginary part, sets it to 0, or does nothing.
 *
 * @param gain positive; 1 if the prior's range is unbounded
 * @param offset added to every element; not 0 only for real priors whose range does not begin at 0
 * @param data the space of the operator's images
 * @param prior the space of the prior's images: the same shape
 */
public record Alignment(double gain, double offset, Space data, Space prior) {
  /**
   * The alignment of a prior with images of which a value is known that is to be 1 in a prior whose
   * images lie in [0, 1].
   *
   * @param card of the prior
   * @param image the space of the operator's images
   * @param scale that value, positive; of no effect if the prior's range is unbounded
   * @throws ShapeMismatchException if the prior serves the shape neither as real nor as complex,
   *     nor slice by slice
   */
  static Alignment of(PriorCard card, Space image, double scale) {
    Space space = served(card, image);
    PriorCard.ValueRange r = card.range();
    if (!r.isBounded()) {
      return new Alignment(1, 0, image, space);
    }
    // A complex image is bounded by its magnitude, which begins at 0 whatever the card says.
    double low = space.isComplex() ? 0 : r.low();
    double gain = scale / (r.high() - low);
    return new Alignment(gain, low == 0 ? 0 : -low * gain, image, space);
  }

  /** The alignment of a prior with a measurement: by its physical unit, or by the scale. */
  static Alignment of(PriorCard card, Measurement m) {
    Space image = m.likelihood().operator().domain();
    if (card.unit().equals("1")) {
      return of(card, image, m.scale());
    }
    UnitScale unit = m.units().get(card.unit());
    if (unit == null) {
      throw new UnsupportedProblemException(
          "the prior " + card.name() + " knows images in " + card.unit(),
          m.units().isEmpty()
              ? "choose a prior whose images have no unit: the operator knows none"
              : "choose a prior in one of " + String.join(", ", m.units().keySet()));
    }
    return new Alignment(unit.perUnit(), unit.atZero(), image, served(card, image));
  }

  private static Space served(PriorCard card, Space image) {
    Scalar other = image.isComplex() ? Scalar.REAL : Scalar.COMPLEX;
    for (Space s : new Space[] {image, image.with(other)}) {
      if (card.accepts(s) || SlicedPrior.serves(card, s)) {
        return s;
      }
    }
    throw new ShapeMismatchException(
        "the operator's images are " + image,
        card.spacesInWords() + " by the prior " + card.name(),
        "choose a prior that serves them");
  }

  /** True if nothing changes. */
  public boolean isIdentity() {
    return gain == 1 && offset == 0 && sameKind();
  }

  /** True if both are real or both complex: E = I. */
  boolean sameKind() {
    return data.equals(prior);
  }

  /** The image in the data's units of an image in the prior's units: a new field. */
  public Field toData(Field image) {
    return shift(push(image.require(prior, "the prior's image")), offset);
  }

  /** The image in the prior's units of an image in the data's units: a new field. */
  public Field toPrior(Field image) {
    Field x = shift(image.require(data, "the image").copy(), -offset);
    return cast(x, prior.scalar()).scale(1 / gain);
  }

  /** {@code gain·E v}: the derivative of {@link #toData}. */
  Field push(Field v) {
    return cast(v, data.scalar()).scale(gain);
  }

  /** {@code gain·E*u}: its adjoint. */
  Field pull(Field u) {
    return cast(u, prior.scalar()).scale(gain);
  }

  /**
   * A copy of a field with a scalar kind. Dropping an imaginary part and setting it to 0 are each
   * other's adjoints for the real inner product.
   */
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

  /** Adds a number to every element: to the real part of complex ones. */
  private static Field shift(Field x, double by) {
    if (by != 0) {
      float b = (float) by;
      float[] d = x.data();
      for (int i = 0; i < d.length; i += x.space().scalar().components()) {
        d[i] += b;
      }
    }
    return x;
  }
}
