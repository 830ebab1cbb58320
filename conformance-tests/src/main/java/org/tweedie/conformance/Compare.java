package org.tweedie.conformance;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.api.spi.sampler.State;

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
    return all(a, b, Compare::same);
  }

  /** True if both chains came to the same samples, weights and evidence bit for bit. */
  static boolean same(ChainResult a, ChainResult b) {
    return same(a.samples(), b.samples())
        && Arrays.equals(a.logWeights(), b.logWeights())
        && a.logEvidence().equals(b.logEvidence())
        && all(a.unknowns(), b.unknowns(), Compare::same);
  }

  /** True if all chains came to the same. */
  static boolean sameResults(List<ChainResult> a, List<ChainResult> b) {
    return all(a, b, Compare::same);
  }

  /** True if both states hold the same bit for bit. */
  static boolean same(State a, State b) {
    return all(a.fields(), b.fields(), Compare::same)
        && all(a.numbers(), b.numbers(), Arrays::equals);
  }

  private static <T> boolean all(List<T> a, List<T> b, BiPredicate<T, T> same) {
    Iterator<T> other = b.iterator();
    return a.size() == b.size() && a.stream().allMatch(x -> same.test(x, other.next()));
  }

  private static <T> boolean all(Map<String, T> a, Map<String, T> b, BiPredicate<T, T> same) {
    return a.keySet().equals(b.keySet())
        && a.keySet().stream().allMatch(k -> same.test(a.get(k), b.get(k)));
  }

  /** A number for a message. */
  static String show(double v) {
    return String.format(java.util.Locale.ROOT, "%.6g", v);
  }
}
