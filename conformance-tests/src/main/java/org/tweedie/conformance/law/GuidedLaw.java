package org.tweedie.conformance.law;

import java.util.Optional;
import org.tweedie.conformance.law.LawPredictor.GaussianLaw;
import org.tweedie.conformance.reference.Matrix;

/**
 * The laws of guided samplers, in the variance-preserving variable {@code x_t = √ᾱ_t x₀ + √(1−ᾱ_t)
 * n} in which the papers are written; a level σ of any schedule is {@code ᾱ = 1/(1+σ²)} there.
 */
final class GuidedLaw {
  private GuidedLaw() {}

  /**
   * The way from noise to the image.
   *
   * @param sigmas the levels, falling; after the last there is no noise
   * @param preserving whether the method itself is written in {@code x_t} and starts from N(0, I);
   *     else it is written in {@code x₀ + σn} and starts at its first level
   * @param tau τ of a start around the plain reconstruction for the prior N(0, τ²I); empty for a
   *     start around 0
   * @param fraction empty for the posterior kernel of DDPM (arXiv:2006.11239, eq. 7); else the
   *     share of the noise that is fresh at every step
   */
  record Walk(
      double[] sigmas, boolean preserving, Optional<Double> tau, Optional<Double> fraction) {
    /** The levels of DDPM. */
    static Walk ddpm(int steps, Optional<Double> fraction) {
      return new Walk(Levels.ddpm(steps), true, Optional.empty(), fraction);
    }

    /** The levels of EDM. */
    static Walk edm(int steps, double first, double last, Optional<Double> tau) {
      return new Walk(Levels.edm(steps, first, last), false, tau, Optional.empty());
    }

    private double alphaBar(int i) {
      return i == sigmas.length ? 1 : 1 / (1 + sigmas[i] * sigmas[i]);
    }

    /** The standard deviation of the fresh noise in {@code x_s}. */
    private double fresh(double at, double as) {
      return fraction
          .map(eta -> eta * Math.sqrt(1 - as))
          .orElseGet(() -> Math.sqrt((1 - as) / (1 - at) * (1 - at / as)));
    }
  }

  /**
   * One step of the walk.
   *
   * @param x {@code x_t}
   * @param sigma σ_t
   * @param at ᾱ_t
   * @param as ᾱ_s
   */
  private record Step(Affine x, double sigma, double at, double as) {
    /** {@code D(x_t/√ᾱ_t, σ_t)}. */
    Affine denoised(LinearModel m) {
      return m.denoised(x.times(1 / Math.sqrt(at)), sigma);
    }

    /** The mean of {@code x_s}, with a clean estimate and what the noise estimate is taken from. */
    Affine mean(Walk walk, Affine clean, Affine anchor) {
      double fresh = walk.fresh(at, as);
      double rest = Math.sqrt(Math.max(0, 1 - as - fresh * fresh));
      Affine noise = x.plus(-Math.sqrt(at), anchor).times(1 / Math.sqrt(1 - at));
      return clean.times(Math.sqrt(as)).plus(rest, noise);
    }
  }

  private interface Rule {
    /** {@code x_s} of {@code x_t}, without its fresh noise. */
    Affine next(LinearModel m, Step step);
  }

  private static GaussianLaw walk(LinearModel m, Walk walk, Rule rule) {
    int d = m.dimension();
    double[] centre = walk.tau().map(m::plain).orElseGet(() -> new double[d]);
    double at = walk.alphaBar(0);
    double start = walk.preserving() ? 1 : Math.sqrt(1 - at);
    GaussianVector x =
        GaussianVector.white(Affine.identity(d).plus(Math.sqrt(at), centre).c(), start * start);
    for (int i = 0; i < walk.sigmas().length; i++) {
      Step step =
          new Step(Affine.identity(d), walk.sigmas()[i], walk.alphaBar(i), walk.alphaBar(i + 1));
      double fresh = walk.fresh(step.at, step.as);
      x = x.through(rule.next(m, step)).plusWhite(fresh * fresh);
    }
    return x.law();
  }

  /** DPS with the likelihood-weighted shift (arXiv:2209.14687, algorithm 1). */
  static LawPredictor dps(Walk walk, double zeta) {
    return problem -> {
      LinearModel model = new LinearModel(problem);
      return walk(
          model,
          walk,
          (m, t) -> {
            Affine clean = t.denoised(m);
            // −ζ (β/√α) ∇_{x_t}‖y − A x̂₀‖²/(2σ_y²), with ∂x̂₀/∂x_t = K/√ᾱ_t.
            double alpha = t.at / t.as;
            double weight = zeta * (1 - alpha) / Math.sqrt(alpha * t.at) / (m.sigmaY * m.sigmaY);
            Affine ascent = m.residual(clean).then(pulled(m, t.sigma));
            return t.mean(walk, clean, clean).plus(weight, ascent);
          });
    };
  }

  /** {@code K Aᵀ}: the residual through operator and denoiser. */
  private static Matrix pulled(LinearModel m, double sigma) {
    return m.gain(sigma).times(m.a.transpose());
  }

  /**
   * BGDM with constants, and R-BGDM (arXiv:2404.03706, algorithms 1 and 2), on the square of the
   * residual; the noise estimate is the network's.
   */
  static LawPredictor bilevel(Walk walk, double zeta, double lambda, double gamma) {
    return problem ->
        walk(
            new LinearModel(problem),
            walk,
            (m, t) -> {
              Affine clean = t.denoised(m);
              // ∇_{x_t}‖y − A x̂₀‖² = −2 K Aᵀ(y − A x̂₀)/√ᾱ_t
              Affine inner =
                  clean.plus(
                      2 * zeta / Math.sqrt(t.at), m.residual(clean).then(pulled(m, t.sigma)));
              return t.mean(walk, refined(m.proximal(inner, lambda), clean, gamma), clean);
            });
  }

  /**
   * BGDM with what the levels say of a white prior of variance τ²: {@code λ = σ_y²(1/σ² + 1/τ²)},
   * the inner step {@code ζ σ²/(σ² + σ_y²)}, and the noise estimate of the corrected image.
   */
  static LawPredictor consistentBilevel(Walk walk, double zeta, double tau, double gamma) {
    return problem ->
        walk(
            new LinearModel(problem),
            walk,
            (m, t) -> {
              Affine clean = t.denoised(m);
              double noise = m.sigmaY * m.sigmaY;
              double variance = t.sigma * t.sigma;
              Affine inner =
                  clean.plus(
                      zeta * variance / (variance + noise),
                      m.residual(clean).then(pulled(m, t.sigma)));
              double lambda = noise / variance + noise / (tau * tau);
              Affine refined = refined(m.proximal(inner, lambda), clean, gamma);
              return t.mean(walk, refined, refined);
            });
  }

  /** {@code v − γ∇‖v − D‖²}. */
  private static Affine refined(Affine v, Affine clean, double gamma) {
    return v.times(1 - 2 * gamma).plus(2 * gamma, clean);
  }
}
