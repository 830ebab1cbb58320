package org.tweedie.api.noise;

/**
 * The Box-Muller transform of 32-bit numbers a, b: with {@code u = (a + ½)/2³²} and {@code v = (b +
 * ½)/2³²} the normals {@code √(−2 ln u) cos 2πv} and {@code √(−2 ln u) sin 2πv}, evaluated in
 * double precision with {@link StrictMath} and rounded to float. That definition fixes every bit.
 *
 * <p>It is slow, so the values come from short series of bounded error. Where all numbers within
 * the bound round to the same float, that is the definition's (Ziv, ACM Trans. Math. Softw. 17,
 * 1991); the one pair in 30 000 or so where they do not is evaluated by the definition.
 */
final class BoxMuller {
  private static final double SQRT_2 = Math.sqrt(2);
  private static final double LN_2 = 0.693147180559945309417;

  /**
   * Bounds the distance between series and definition, in units of the radius. The definition is
   * within 2⁻⁴⁹ of the truth, most of which it loses in rounding the angle. The series are cut off
   * below 2⁻⁴⁹ and lose some ten roundings of 2⁻⁵³. The rest is margin.
   */
  private static final double BOUND = 0x1p-44;

  // sin 2πy = y (S1 + S3 y² + …) and cos 2πy = 1 + C2 y² + …: (2π)^k/k! with alternating signs.
  private static final double[] TERM = new double[16];

  static {
    double term = 1;
    for (int k = 0; k < TERM.length; k++) {
      TERM[k] = k % 4 < 2 ? term : -term;
      term *= 2 * Math.PI / (k + 1);
    }
  }

  private static final double S1 = TERM[1];
  private static final double S3 = TERM[3];
  private static final double S5 = TERM[5];
  private static final double S7 = TERM[7];
  private static final double S9 = TERM[9];
  private static final double S11 = TERM[11];
  private static final double S13 = TERM[13];
  private static final double S15 = TERM[15];
  private static final double C2 = TERM[2];
  private static final double C4 = TERM[4];
  private static final double C6 = TERM[6];
  private static final double C8 = TERM[8];
  private static final double C10 = TERM[10];
  private static final double C12 = TERM[12];
  private static final double C14 = TERM[14];

  private BoxMuller() {}

  /** Writes the normals of a and b to {@code out[i]} and, if the array goes on, the next. */
  static void normals(int a, int b, float[] out, int i) {
    double radius = Math.sqrt(-2 * logarithm(open(a)));
    // The angle from the nearest quarter turn, in turns: at most 1/8, and exact.
    int quarter = (b + 0x20000000) >>> 30;
    double y = (b - (quarter << 30) + 0.5) * 0x1p-32;
    double w = y * y;
    double sin =
        y * (S1 + w * (S3 + w * (S5 + w * (S7 + w * (S9 + w * (S11 + w * (S13 + w * S15)))))));
    double cos = 1 + w * (C2 + w * (C4 + w * (C6 + w * (C8 + w * (C10 + w * (C12 + w * C14))))));
    boolean odd = (quarter & 1) != 0;
    double first = radius * (odd ? sin : cos);
    double second = radius * (odd ? cos : sin);
    first = (quarter + 1 & 2) != 0 ? -first : first;
    second = (quarter & 2) != 0 ? -second : second;
    double bound = BOUND * radius;
    float x = (float) (first - bound);
    float z = (float) (second - bound);
    if (x == (float) (first + bound) && z == (float) (second + bound)) {
      out[i] = x;
      if (i + 1 < out.length) {
        out[i + 1] = z;
      }
    } else {
      define(a, b, out, i);
    }
  }

  /** The definition. */
  static void define(int a, int b, float[] out, int i) {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(open(a)));
    double angle = 2 * Math.PI * open(b);
    out[i] = (float) (radius * StrictMath.cos(angle));
    if (i + 1 < out.length) {
      out[i + 1] = (float) (radius * StrictMath.sin(angle));
    }
  }

  /** Maps 32 bits to the open interval (0, 1): the logarithm needs it above 0. */
  private static double open(int bits) {
    return ((bits & 0xffffffffL) + 0.5) * 0x1p-32;
  }

  /** {@code ln u = e ln 2 + 2 artanh(f/(2 + f))} with {@code u = 2^e (1 + f)}, √½ < 1 + f ≤ √2. */
  private static double logarithm(double u) {
    long bits = Double.doubleToRawLongBits(u);
    int e = (int) (bits >>> 52) - 1023;
    double m = Double.longBitsToDouble(bits & 0xfffffffffffffL | 0x3ff0000000000000L);
    if (m > SQRT_2) {
      m *= 0.5;
      e++;
    }
    double s = (m - 1) / (m + 1);
    double z = s * s;
    double tail =
        1 / 3.0
            + z
                * (1 / 5.0
                    + z
                        * (1 / 7.0
                            + z
                                * (1 / 9.0
                                    + z
                                        * (1 / 11.0
                                            + z * (1 / 13.0 + z * (1 / 15.0 + z * (1 / 17.0)))))));
    return e * LN_2 + 2 * (s + s * z * tail);
  }
}
