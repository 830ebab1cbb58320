package org.tweedie.engine;

/** The 95 % quantile of Student's law. */
final class StudentT {
  /** Degrees of freedom 1 to 10, where the expansion below is not good enough. */
  private static final double[] SMALL = {
    6.313752, 2.919986, 2.353363, 2.131847, 2.015048, 1.943180, 1.894579, 1.859548, 1.833113,
    1.812461
  };

  private static final double NORMAL = 1.6448536269514722;

  private StudentT() {}

  /** For {@code degrees ≥ 1}; beyond 10 by the Cornish-Fisher expansion, good to 5e-5. */
  static double quantile95(int degrees) {
    if (degrees <= SMALL.length) {
      return SMALL[degrees - 1];
    }
    double z = NORMAL;
    double z2 = z * z;
    double g1 = z * (z2 + 1) / 4;
    double g2 = z * (5 * z2 * z2 + 16 * z2 + 3) / 96;
    double g3 = z * (3 * z2 * z2 * z2 + 19 * z2 * z2 + 17 * z2 - 15) / 384;
    double n = degrees;
    return z + g1 / n + g2 / (n * n) + g3 / (n * n * n);
  }
}
