package org.tweedie.conformance.statistics;

/** Tail probabilities of the χ² distribution by the regularised incomplete gamma function. */
public final class ChiSquare {
  private ChiSquare() {}

  /**
   * The probability of a value above x.
   *
   * @param x the value
   * @param degrees degrees of freedom, at least 1
   */
  public static double upper(double x, int degrees) {
    if (!(x > 0)) {
      return Double.isNaN(x) ? 0 : 1;
    }
    double a = degrees / 2.0;
    double z = x / 2;
    return z < a + 1 ? 1 - series(a, z) : fraction(a, z);
  }

  /** Twice the smaller of both tails. */
  public static double twoSided(double x, int degrees) {
    double up = upper(x, degrees);
    double a = degrees / 2.0;
    // 1 − up cancels in the lower tail, where the series is accurate.
    double low = x / 2 < a + 1 ? series(a, Math.max(0, x / 2)) : 1 - up;
    return Math.min(1, 2 * Math.min(up, low));
  }

  /** P(a, z) by its power series, for z below a + 1. */
  private static double series(double a, double z) {
    if (z == 0) {
      return 0;
    }
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < 10_000 && term > sum * 1e-16; n++) {
      term *= z / (a + n);
      sum += term;
    }
    return sum * Math.exp(-z + a * Math.log(z) - logGamma(a));
  }

  /** Q(a, z) by Lentz's continued fraction, for z above a + 1. */
  private static double fraction(double a, double z) {
    double b = z + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double h = d;
    for (int i = 1; i < 10_000; i++) {
      double an = -i * (i - a);
      b += 2;
      d = 1 / (an * d + b);
      c = b + an / c;
      double change = d * c;
      h *= change;
      if (Math.abs(change - 1) < 1e-15) {
        break;
      }
    }
    return h * Math.exp(-z + a * Math.log(z) - logGamma(a));
  }

  /** Stirling's series after shifting the argument above 10, where it has 14 digits. */
  private static double logGamma(double x) {
    double shift = 0;
    double y = x;
    while (y < 10) {
      shift -= Math.log(y);
      y += 1;
    }
    double i = 1 / (y * y);
    return shift
        + (y - 0.5) * Math.log(y)
        - y
        + 0.5 * Math.log(2 * Math.PI)
        + (1.0 / 12 - i * (1.0 / 360 - i * (1.0 / 1260 - i / 1680))) / y;
  }
}
