package org.tweedie.conformance;

import static org.tweedie.conformance.Compare.show;

/** Guesses the cause of a wrong number. */
final class Diagnosis {
  private Diagnosis() {}

  /** Says by which factor a quantity is off, and names the factor where the field knows it. */
  static String factor(double seen, double expected, String what) {
    double f = seen / expected;
    if (!Double.isFinite(f) || f == 0) {
      return what + " is zero or not finite";
    }
    String known =
        near(f, -1)
            ? " (its sign is wrong)"
            : near(f, Math.sqrt(2)) || near(f, Math.sqrt(0.5))
                ? " (complex noise: σ belongs to each of re and im)"
                : near(f, 2) || near(f, 0.5) ? " (a half or a square too many or too few)" : "";
    return what + " is off by the factor " + show(f) + known;
  }

  private static boolean near(double a, double b) {
    return Math.abs(a - b) < 0.02 * Math.abs(b);
  }
}
