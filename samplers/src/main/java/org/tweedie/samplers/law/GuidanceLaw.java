package org.tweedie.samplers.law;

import java.util.Optional;
import org.tweedie.api.spi.sampler.LawPredictor;
import org.tweedie.numerics.dense.Matrix;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Schedule;

/**
 * The laws of guided samplers, in the variance-preserving variable {@code x_t = √ᾱ_t x₀ + √(1−ᾱ_t)
 * n} in which the papers are written; a level σ of any schedule is {@code ᾱ = 1/(1+σ²)} there.
 */
public final class GuidanceLaw {
  private GuidanceLaw() {}

  /** How a method goes from level to level. */
  public enum Way {
    /** The posterior kernel of DDPM. */
    ANCESTRAL,
    /** DDIM with its own η. */
    DDIM,
    /** DDIM with the fraction η of fresh noise. */
    FRACTION
  }

  /**
   * What the guided samplers have in common.
   *
   * @param schedule the levels
   * @param tau τ of the start from data, or empty for a start from noise
   * @param way the transition
   * @param eta its η
   */
  public record Setting(Schedule schedule, Optional<Double> tau, Way way, double eta) {}

  /**
   * The numbers of BGDM.
   *
   * @param square true for the inner step on the squared norm, false for the consistent one
   * @param zeta ζ
   * @param lambda λ, or empty for the consistent one
   * @param tau τ of the consistent λ
   * @param gamma γ
   * @param networkNoise true if the noise estimate is the network's
   */
  public record Bilevel(
      boolean square,
      double zeta,
      Optional<Double> lambda,
      double tau,
      double gamma,
      boolean networkNoise) {}

  /** DPS with the likelihood-weighted shift (arXiv:2209.14687, algorithm 1). */
  public static LawPredictor dps(Setting setting, double zeta) {
    return problem -> {
      LinearGaussianModel m = new LinearGaussianModel(problem);
      return walk(
          m,
          setting,
          (x, t, s) -> {
            AffineMap clean = m.denoised(x.times(1 / Math.sqrt(t.alphaBar())), t.sigma());
            AffineMap next = transition(setting, x, clean, clean, t, s);
            // Δx = −ζ (β/√α) ∇_{x_t}‖y − A x̂₀‖²/(2σ_y²), and ∂x̂₀/∂x_t = K/√ᾱ_t.
            double alpha = t.alphaBar() / s.alphaBar();
            double step = zeta * (1 - alpha) / Math.sqrt(alpha) / (m.sigmaY * m.sigmaY);
            Matrix pull =
                m.gain(t.sigma()).times(m.a.transpose()).times(1 / Math.sqrt(t.alphaBar()));
            return next.plus(m.residual(clean).then(pull).times(step));
          });
    };
  }

  /** BGDM and R-BGDM (arXiv:2404.03706). */
  public static LawPredictor bilevel(Setting setting, Bilevel p) {
    return problem -> {
      LinearGaussianModel m = new LinearGaussianModel(problem);
      double noise = m.sigmaY * m.sigmaY;
      return walk(
          m,
          setting,
          (x, t, s) -> {
            double variance = t.sigma() * t.sigma();
            AffineMap clean = m.denoised(x.times(1 / Math.sqrt(t.alphaBar())), t.sigma());
            // The gradient is with respect to the schedule's own x_t = s_t u.
            double step =
                p.square() ? 2 * p.zeta() / t.scale() : p.zeta() * variance / (variance + noise);
            AffineMap inner =
                clean.plus(
                    m.residual(clean).then(m.gain(t.sigma()).times(m.a.transpose())).times(step));
            double lambda = p.lambda().orElse(noise / variance + noise / (p.tau() * p.tau()));
            AffineMap outer = m.proximal(inner, lambda);
            AffineMap refined = outer.times(1 - 2 * p.gamma()).plus(clean.times(2 * p.gamma()));
            return transition(setting, x, refined, p.networkNoise() ? clean : refined, t, s);
          });
    };
  }

  /** One step as a map of x_t, without its fresh noise. */
  @FunctionalInterface
  private interface Step {
    AffineMap map(AffineMap x, Level t, Level s);
  }

  private static LawPredictor.GaussianLaw walk(LinearGaussianModel m, Setting setting, Step step) {
    Schedule schedule = setting.schedule();
    int d = m.dimension();
    double[] centre =
        setting
            .tau()
            .map(tau -> m.normal(Math.pow(m.sigmaY / tau, 2)).solve(m.a.transpose().times(m.y)))
            .orElse(new double[d]);
    GaussianVector x =
        GaussianVector.white(centre, Math.pow(schedule.startDeviation(), 2))
            .through(AffineMap.identity(d).times(Math.sqrt(schedule.level(0).alphaBar())));
    for (int i = 0; i < schedule.steps(); i++) {
      Level t = schedule.level(i);
      Level s = schedule.level(i + 1);
      x =
          x.through(step.map(AffineMap.identity(d), t, s))
              .plusWhite(Math.pow(freshNoise(setting, t, s), 2));
    }
    return x.law();
  }

  /** The mean of x_s given x_t, with clean estimate X and a noise estimate taken from an anchor. */
  private static AffineMap transition(
      Setting setting, AffineMap x, AffineMap clean, AffineMap anchor, Level t, Level s) {
    double at = t.alphaBar();
    double as = s.alphaBar();
    if (setting.way() == Way.ANCESTRAL && clean == anchor) {
      // arXiv:2006.11239, eq. 7.
      double alpha = at / as;
      return clean
          .times(Math.sqrt(as) * (1 - alpha) / (1 - at))
          .plus(x.times(Math.sqrt(alpha) * (1 - as) / (1 - at)));
    }
    double c1 = freshNoise(setting, t, s);
    double c2 = Math.sqrt(Math.max(0, 1 - as - c1 * c1));
    AffineMap noise = x.minus(anchor.times(Math.sqrt(at))).times(1 / Math.sqrt(1 - at));
    return clean.times(Math.sqrt(as)).plus(noise.times(c2));
  }

  /** c1: the standard deviation of the fresh noise in x_s. */
  private static double freshNoise(Setting setting, Level t, Level s) {
    double at = t.alphaBar();
    double as = s.alphaBar();
    return switch (setting.way()) {
      case ANCESTRAL -> Math.sqrt((1 - at / as) * (1 - as) / (1 - at));
      case DDIM -> setting.eta() * Math.sqrt((1 - as) / (1 - at)) * Math.sqrt(1 - at / as);
      case FRACTION -> setting.eta() * Math.sqrt(1 - as);
    };
  }
}
