package org.tweedie.conformance;

import java.util.Arrays;
import java.util.List;
import org.tweedie.api.field.Field;

/** How far two fields are apart. */
final class Compare {
  private Compare() {}

  /** {@code ‖a − b‖ / max(‖a‖, ‖b‖)}, 0 if both are 0, infinite if either is not finite. */
  static double relative(Field a, Field b) {
    if (!a.space().equals(b.space()) || !a.isFinite() || !b.isFinite()) {
      return Double.POSITIVE_INFINITY;
    }
    double scale = Math.max(a.norm(), b.norm());
    return scale == 0 ? 0 : a.copy().subtract(b).norm() / scale;
  }

  /** True if both are the same bit for bit; two NaN are the same. */
  static boolean same(Field a, Field b) {
    return a.space().equals(b.space()) && Arrays.equals(a.data(), b.data());
  }

  /** True if both lists hold the same fields bit for bit. */
  static boolean same(List<Field> a, List<Field> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A number for a message. */
  static String show(double v) {
    return String.format(java.util.Locale.ROOT, "%.6g", v);
  }
}
