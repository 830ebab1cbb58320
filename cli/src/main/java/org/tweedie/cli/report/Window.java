package org.tweedie.cli.report;

import java.util.Arrays;

/**
 * The values that get the first and the last colour of a map.
 *
 * @param low the value of the first colour
 * @param high the value of the last, above {@code low}
 */
record Window(double low, double high) {
  // Single bright pixels (vessels, implants) would otherwise darken the whole image.
  private static final double TOP = 0.995;

  /**
   * Of magnetic resonance magnitudes: fat under the skin is about twice as bright as the organ, and
   * fills one or two percent of the picture.
   */
  private static final double MAGNITUDE_TOP = 0.98;

  Window {
    if (!(high > low)) {
      high = low + 1; // a constant image has no range of its own
    }
  }

  /** From 0 to the 99.5 % quantile of values that are not negative. */
  static Window fromZero(float[] values) {
    return new Window(0, quantile(values, TOP));
  }

  /** From 0 to the 98 % quantile of the magnitudes of a complex image. */
  static Window ofMagnitudes(float[] values) {
    return new Window(0, quantile(values, MAGNITUDE_TOP));
  }

  /** Between the 0.5 % and the 99.5 % quantile; from 0 if nothing is negative. */
  static Window spanning(float[] values) {
    double low = quantile(values, 1 - TOP);
    return new Window(low < 0 ? low : 0, quantile(values, TOP));
  }

  /** The value below which a fraction {@code q} of the finite values lies; 0 if there is none. */
  static double quantile(float[] values, double q) {
    float[] sorted = new float[values.length];
    int n = 0;
    for (float v : values) {
      if (Float.isFinite(v)) {
        sorted[n++] = v;
      }
    }
    if (n == 0) {
      return 0;
    }
    Arrays.sort(sorted, 0, n);
    return sorted[(int) Math.round(q * (n - 1))];
  }

  /** Where a value lies, 0 at {@code low} and 1 at {@code high}. */
  double position(double value) {
    return (value - low) / (high - low);
  }
}
