package org.tweedie.api.spi.operator;

/** Poisson's law in double precision, with the same bits on every machine. */
final class Poisson {
  /** Above this mean a count is the rounded quantile of a normal: their laws differ by 1e-4. */
  private static final double LARGE = 1e6;

  private static final double HALF_LOG_2PI = 0.5 * StrictMath.log(2 * Math.PI);

  private Poisson() {}

  /** {@code log(meanᵏ e^−mean / k!)}, for k at least 0; a mean below 0 counts as 0. */
  static double logMass(double k, double mean) {
    if (mean <= 0) {
      return k == 0 ? 0 : Double.NEGATIVE_INFINITY;
    }
    if (mean == Double.POSITIVE_INFINITY) {
      return Double.NEGATIVE_INFINITY;
    }
    return (k == 0 ? 0 : k * StrictMath.log(mean)) - mean - logFactorial(k);
  }

  /**
   * The smallest count whose distribution function reaches u. The nearer tail is summed from its
   * end inwards, so that the sum is good to a relative error: summed from the mode outwards, the
   * rounding of what comes first would hide the tail.
   *
   * @param u in (0, 1), in steps of 2⁻⁵³
   * @param mean at least {@link PoissonLikelihood#FLOOR}
   */
  static double quantile(double u, double mean) {
    if (mean > LARGE) {
      return Math.max(0, Math.rint(mean + StrictMath.sqrt(mean) * normalQuantile(u)));
    }
    // By Chernoff's bound less than 1e-19 lies beyond, a thousandth of the smallest u.
    double reach = 11 * StrictMath.sqrt(mean) + 30;
    return u < 0.5
        ? fromBelow(u, mean, Math.floor(Math.max(0, mean - reach)))
        : fromAbove(1 - u, mean, Math.ceil(mean + reach));
  }

  private static double fromBelow(double u, double mean, double first) {
    double k = first;
    double term = StrictMath.exp(logMass(k, mean));
    double upToK = term;
    while (upToK < u) {
      k++;
      term *= mean / k;
      upToK += term;
    }
    return k;
  }

  private static double fromAbove(double beyond, double mean, double last) {
    double k = last;
    double term = StrictMath.exp(logMass(k, mean));
    double fromK = term;
    while (k > 0 && fromK <= beyond) {
      term *= k / mean;
      k--;
      fromK += term;
    }
    return k;
  }

  /** {@code log k!} by Stirling's series, good to 1e-12, and by summing below 10. */
  private static double logFactorial(double k) {
    if (k < 10) {
      double product = 1;
      double x = k;
      for (; x > 1; x--) {
        product *= x;
      }
      // Counts are whole; a fraction that detectors report is interpolated by Γ's own recursion.
      return x == 0 || x == 1 ? StrictMath.log(product) : stirling(k + 10) - rising(k);
    }
    return stirling(k);
  }

  /** {@code log((k+1)(k+2)…(k+10))}. */
  private static double rising(double k) {
    double product = 1;
    for (int i = 1; i <= 10; i++) {
      product *= k + i;
    }
    return StrictMath.log(product);
  }

  private static double stirling(double k) {
    double z = 1 / (k * k);
    double series = (1 / 12.0 - z * (1 / 360.0 - z * (1 / 1260.0 - z / 1680.0))) / k;
    return (k + 0.5) * StrictMath.log(k) - k + HALF_LOG_2PI + series;
  }

  /** The quantile of the standard normal (Wichura, AS 241, PPND7, 1e-7 relative). */
  private static double normalQuantile(double p) {
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q
          * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)
          / (((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1);
    }
    double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
    double x;
    if (r <= 5) {
      r -= 1.6;
      x =
          (((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777)
              / ((0.12021132975 * r + 0.73700164250) * r + 1);
    } else {
      r -= 5;
      x =
          (((0.017337203997 * r + 0.42868294337) * r + 3.0812263860) * r + 6.6579051150)
              / ((0.012258202635 * r + 0.24197894225) * r + 1);
    }
    return q < 0 ? -x : x;
  }
}
