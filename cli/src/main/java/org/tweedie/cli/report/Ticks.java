package org.tweedie.cli.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers along a scale, and numbers as people write them. */
final class Ticks {
  private Ticks() {}

  /** About {@code count} multiples of 1, 2 or 5 times a power of ten within [low, high]. */
  static List<Double> linear(double low, double high, int count) {
    double raw = (high - low) / count;
    if (!(raw > 0) || Double.isInfinite(raw)) {
      return List.of(low);
    }
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** Powers of ten within [low, high], with their double and fivefold where there are few. */
  static List<Double> logarithmic(double low, double high) {
    List<Double> ticks = new ArrayList<>();
    double decades = Math.log10(high / low);
    double[] within =
        decades < 0.6
            ? new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}
            : decades < 2.5 ? new double[] {1, 2, 5} : new double[] {1};
    int stride = Math.max(1, (int) Math.ceil(decades / 8));
    for (int e = (int) Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e += stride) {
      for (double m : within) {
        double t = m * Math.pow(10, e);
        if (t >= low * (1 - 1e-9) && t <= high * (1 + 1e-9)) {
          ticks.add(t);
        }
      }
    }
    return ticks;
  }

  /** The number with at most {@code digits} significant digits and no trailing zeros. */
  static String number(double v, int digits) {
    if (Double.isNaN(v)) {
      return "NaN";
    }
    if (Double.isInfinite(v)) {
      return v > 0 ? "∞" : "−∞";
    }
    if (v == 0) {
      return "0";
    }
    BigDecimal d = new BigDecimal(v).round(new MathContext(digits)).stripTrailingZeros();
    int exponent = d.precision() - d.scale() - 1;
    if (exponent >= 6 || exponent < -4) {
      String mantissa = d.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return (mantissa + "e" + exponent).replace('-', '−');
    }
    return d.toPlainString().replace('-', '−');
  }

  /** The number with exactly so many digits after the point. */
  static String fixed(double v, int decimals) {
    return Double.isFinite(v)
        ? String.format(Locale.ROOT, "%." + decimals + "f", v).replace('-', '−')
        : number(v, 3);
  }

  /** Seconds in words: "0.41 s", "12 s", "2 min 5 s". */
  static String seconds(double s) {
    if (s < 10) {
      return number(s, 2) + " s";
    }
    long whole = Math.round(s);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
