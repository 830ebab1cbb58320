package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.levels.Level;

/**
 * DPS, diffusion posterior sampling: Chung, Kim, Mccann, Klasky, Ye, ICLR 2023, arXiv:2209.14687,
 * algorithm 1. The likelihood p(y|x_t) is taken at the clean estimate, and the unconditional step
 * is shifted along its gradient through the denoiser.
 *
 * <p>Two step sizes. {@code norm}, as released: {@code x_s −= ζ ∇_{x_t}‖y − A(x̂₀)‖}; with {@code x
 * = s u} that is {@code u_s −= ζ/(s_s s_t) ∇_u‖·‖}. {@code likelihood}, the discretised reverse
 * diffusion with the score of p(y|x̂₀): {@code u_s += ζ (σ_t² − σ_s²) ∇_u log p(y | A(D(u)))}, the
 * same as {@code −(β/√α)/(2σ_y²) ∇_{x_t}‖r‖²} for Gaussian noise and ζ = 1; for any noise.
 *
 * <p>Our deviation: the gradient is that of the unclipped estimate.
 *
 * @param norm true for the gradient of the norm, false for that of the log-likelihood
 * @param zeta ζ, in the prior's units
 */
record DpsCorrection(boolean norm, double zeta) implements Correction {
  @Override
  public Guided correct(Bench bench, Move move, List<Field> u, Optional<List<Field>> carried) {
    Level t = move.from();
    Level s = move.to();
    try (Pullback<List<Field>> denoiser = bench.linearizePrior(u, t.sigma())) {
      List<Field> clean = denoiser.value();
      List<Field> ascent =
          norm ? DataTerms.normGradient(bench, clean) : bench.likelihoodGradient(clean);
      double weight =
          norm
              ? zeta / (s.scale() * t.scale())
              : zeta * (t.sigma() * t.sigma() - s.sigma() * s.sigma());
      List<Field> pulled = denoiser.vjp(ascent);
      return Guided.of(clean).shifted(bench.each(i -> pulled.get(i).scale(weight)));
    }
  }
}
