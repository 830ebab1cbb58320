package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Pullback;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Workbench;
import org.tweedie.samplers.levels.Level;

/**
 * DPS, diffusion posterior sampling: Chung, Kim, Mccann, Klasky, Ye, ICLR 2023, arXiv:2209.14687,
 * algorithm 1. The likelihood p(y|x_t) is taken at the clean estimate, and the unconditional step
 * is shifted along its gradient through the denoiser.
 *
 * <p>Two step sizes. {@code norm}, as released: {@code x_s −= ζ ∇_{x_t}‖y − A(x̂₀)‖}; with {@code x
 * = s u} that is {@code u_s −= ζ/(s_s s_t) ∇_u‖·‖}. {@code likelihood}, the discretised reverse
 * diffusion with the score of p(y|x̂₀): {@code u_s += ζ (σ_t² − σ_s²) ∇_u log p(y | A(D(u)))}, the
 * same as {@code −(β/√α)/(2σ_y²) ∇_{x_t}‖r‖²} for Gaussian noise and ζ = 1.
 *
 * <p>Our deviation: the gradient is that of the unclipped estimate.
 */
final class DpsCorrection implements Correction {
  private final boolean norm;
  private final double zeta;

  /**
   * @param norm true for the gradient of the norm, false for that of the log-likelihood
   * @param zeta ζ
   */
  DpsCorrection(boolean norm, double zeta) {
    this.norm = norm;
    this.zeta = zeta;
  }

  @Override
  public boolean carries() {
    return false;
  }

  @Override
  public Guided correct(Workbench bench, Level t, Level s, List<Field> u, List<Field> carried) {
    try (Pullback<List<Field>> denoiser = bench.linearize(u, t.sigma())) {
      List<Field> clean = denoiser.value();
      List<Field> ascent =
          norm ? DataTerms.normGradient(bench, clean) : DataTerms.likelihoodGradient(bench, clean);
      double weight =
          norm
              ? zeta / (s.scale() * t.scale())
              : zeta * (t.sigma() * t.sigma() - s.sigma() * s.sigma());
      List<Field> pulled = bench.pullBack(denoiser, ascent);
      List<Field> shift = bench.each(i -> pulled.get(i).scale(weight));
      return new Guided(clean, clean, Optional.of(shift), List.of());
    }
  }
}
