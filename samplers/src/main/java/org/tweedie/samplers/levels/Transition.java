package org.tweedie.samplers.levels;

/**
 * The way from a level t to the next, s: {@code u_s = X + a E + b z} with the clean estimate X, the
 * noise estimate {@code E = (u_t − X)/σ_t} and fresh normals z. Every transition of the literature
 * has this form once it is written for {@code u = x/s}.
 */
@FunctionalInterface
public interface Transition {
  /**
   * The two weights.
   *
   * @param estimated a, of the noise estimate
   * @param fresh b, of the fresh normals; 0 at the last step
   */
  record Weights(double estimated, double fresh) {}

  /** The weights between two levels. */
  Weights between(Level t, Level s);

  /**
   * Ancestral sampling (Ho, Jain, Abbeel 2020, eq. 7; with s = 1 the predictor of Song et al.
   * 2021): the exact kernel of the process given x₀ = X.
   */
  static Transition ancestral() {
    return ddim(1);
  }

  /**
   * DDIM (Song, Meng, Ermon 2021, eq. 16).
   *
   * @param eta 0 is deterministic, 1 is {@link #ancestral()}
   */
  static Transition ddim(double eta) {
    return (t, s) -> {
      double ratio = s.sigma() / t.sigma();
      double fresh = eta * s.sigma() * Math.sqrt(1 - ratio * ratio);
      return new Weights(Math.sqrt(s.sigma() * s.sigma() - fresh * fresh), fresh);
    };
  }

  /**
   * The convention of DDNM, DDS and DiffPIR: the fraction η of the noise (in amplitude) is fresh at
   * every step, however small the step. Not the η of {@link #ddim}.
   *
   * @param eta 0 to 1
   */
  static Transition fraction(double eta) {
    return (t, s) -> new Weights(Math.sqrt(1 - eta * eta) * s.sigma(), eta * s.sigma());
  }
}
