package org.tweedie.cli.report;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.engine.Statistics;

/**
 * Two dimensions of a field, for showing. Of fields with more dimensions it is the middle of each
 * leading one; a field with one dimension is a single row.
 *
 * @param width columns
 * @param height rows
 * @param values row-major
 */
record Plane(int width, int height, float[] values) {

  /** The real values, or the magnitudes of complex ones. */
  static Plane of(Field field) {
    return middle(field.space().isComplex() ? Statistics.magnitude(field) : field);
  }

  /** The phases of a complex field, in radians from −π to π. */
  static Plane phase(Field field) {
    Field phase = Field.zeros(Space.real(field.space().shape()));
    float[] z = field.data();
    for (int i = 0; i < phase.data().length; i++) {
      phase.data()[i] = (float) Math.atan2(z[2 * i + 1], z[2 * i]);
    }
    return middle(phase);
  }

  private static Plane middle(Field field) {
    Space space = field.space();
    int rank = space.rank();
    int width = rank >= 1 ? space.dim(rank - 1) : 1;
    int height = rank >= 2 ? space.dim(rank - 2) : 1;
    int offset = 0;
    int stride = width * height;
    for (int i = rank - 3; i >= 0; i--) {
      offset += space.dim(i) / 2 * stride;
      stride *= space.dim(i);
    }
    float[] values = new float[width * height];
    System.arraycopy(field.data(), offset, values, 0, values.length);
    return new Plane(width, height, values);
  }

  /** Every plane of a field of rank 3, such as one per coil, side by side in rows. */
  static Plane montage(Field field, int columns) {
    Field real = field.space().isComplex() ? Statistics.magnitude(field) : field;
    Space space = real.space();
    int n = space.dim(0);
    int h = space.dim(1);
    int w = space.dim(2);
    int across = Math.min(columns, n);
    int down = (n + across - 1) / across;
    float[] values = new float[across * w * down * h];
    for (int k = 0; k < n; k++) {
      for (int y = 0; y < h; y++) {
        int to = ((k / across) * h + y) * across * w + (k % across) * w;
        System.arraycopy(real.data(), (k * h + y) * w, values, to, w);
      }
    }
    return new Plane(across * w, down * h, values);
  }

  /** {@code |this − other|} pixel by pixel. */
  Plane distance(Plane other) {
    float[] d = new float[values.length];
    for (int i = 0; i < d.length; i++) {
      d[i] = Math.abs(values[i] - other.values[i]);
    }
    return new Plane(width, height, d);
  }
}
