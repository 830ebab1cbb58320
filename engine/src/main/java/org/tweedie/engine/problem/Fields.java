package org.tweedie.engine.problem;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;

/** The change between real and complex images: dropping an imaginary part, or setting it to 0. */
public final class Fields {
  private Fields() {}

  /**
   * A copy of a field with a scalar kind. Dropping and embedding are each other's adjoints for the
   * real inner product.
   */
  public static Field cast(Field x, Scalar scalar) {
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
}
