package org.tweedie.operators.mri;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Pointwise arithmetic on coil sensitivities and coil images, complex [coils, ny, nx]. */
final class Sensitivities {
  private Sensitivities() {}

  /** {@code Σ_c |S_c|²} at every pixel, row by row. */
  static double[] sumOfSquares(Field maps) {
    int pixels = maps.space().size() / maps.space().dim(0);
    float[] d = maps.data();
    double[] sum = new double[pixels];
    for (int offset = 0; offset < d.length; offset += 2 * pixels) {
      for (int i = 0; i < pixels; i++) {
        double re = d[offset + 2 * i];
        double im = d[offset + 2 * i + 1];
        sum[i] += re * re + im * im;
      }
    }
    return sum;
  }

  /** The pointwise product {@code a·b}, a new field in the space of both. */
  static Field multiply(Field a, Field b) {
    return product(a.data(), 1, b);
  }

  /** The pointwise product {@code conj(a)·b}, a new field in the space of both. */
  static Field multiplyConjugate(Field a, Field b) {
    return product(a.data(), -1, b);
  }

  /**
   * {@code Σ_c conj(S_c) x_c}: the coil images combined.
   *
   * @param maps complex [coils, ny, nx]
   * @param images complex [coils, ny, nx]
   * @return complex [ny, nx]
   */
  static Field combine(Field maps, Field images) {
    Field sum = Field.zeros(Space.complex(maps.space().dim(1), maps.space().dim(2)));
    float[] products = multiplyConjugate(maps, images).data();
    float[] to = sum.data();
    for (int offset = 0; offset < products.length; offset += to.length) {
      for (int i = 0; i < to.length; i++) {
        to[i] += products[offset + i];
      }
    }
    return sum;
  }

  private static Field product(float[] a, int sign, Field b) {
    float[] x = b.data();
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i += 2) {
      float re = a[i];
      float im = sign * a[i + 1];
      out[i] = re * x[i] - im * x[i + 1];
      out[i + 1] = re * x[i + 1] + im * x[i];
    }
    return Field.wrap(b.space(), out);
  }
}
