package org.tweedie.conformance.reference;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.LinearOperator;

/** Fields as vectors of their real components, and linear operators as matrices. */
public final class Coordinates {
  private Coordinates() {}

  /** The real components of a field; complex elements interleaved (re, im). */
  public static double[] of(Field x) {
    double[] v = new double[x.data().length];
    for (int i = 0; i < v.length; i++) {
      v[i] = x.data()[i];
    }
    return v;
  }

  /** The field with these real components, rounded to float. */
  public static Field field(Space space, double[] v) {
    Field x = Field.zeros(space);
    for (int i = 0; i < v.length; i++) {
      x.data()[i] = (float) v[i];
    }
    return x;
  }

  /** The matrix of a linear operator, column by column. */
  public static Matrix matrix(LinearOperator a) {
    int d = a.domain().components();
    double[][] columns = new double[d][];
    for (int j = 0; j < d; j++) {
      Field e = Field.zeros(a.domain());
      e.data()[j] = 1;
      columns[j] = of(a.apply(e));
    }
    return Matrix.of(columns).transpose();
  }
}
