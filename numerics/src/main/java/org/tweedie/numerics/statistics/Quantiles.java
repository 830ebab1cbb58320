package org.tweedie.numerics.statistics;

import java.util.Arrays;
import org.tweedie.api.field.Field;

/** Magnitudes and quantiles. */
public final class Quantiles {
  private Quantiles() {}

  /**
   * The magnitude of every element, in the order of the field; of a real field the absolute value.
   */
  public static float[] magnitude(Field x) {
    float[] d = x.data();
    float[] out = new float[x.space().size()];
    boolean complex = x.space().isComplex();
    for (int i = 0; i < out.length; i++) {
      out[i] =
          complex
              ? (float)
                  Math.sqrt((double) d[2 * i] * d[2 * i] + (double) d[2 * i + 1] * d[2 * i + 1])
              : Math.abs(d[i]);
    }
    return out;
  }

  /**
   * The quantile with linear interpolation between order statistics: at position {@code q (n − 1)}
   * of the sorted values (type 7 of Hyndman and Fan, NumPy's default).
   *
   * @param values at least one, none NaN; not written to
   * @param q in [0, 1]
   */
  public static double quantile(float[] values, double q) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = q * (sorted.length - 1);
    int low = (int) Math.floor(position);
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (position - low) * ((double) sorted[high] - sorted[low]);
  }
}
