package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Pullback;
import org.tweedie.samplers.core.DataTerms;
import org.tweedie.samplers.core.Workbench;
import org.tweedie.samplers.levels.Level;

/**
 * BGDM and R-BGDM, bi-level guided diffusion: Askari, Roosta, Sun, WACV 2025, arXiv:2404.03706.
 * Three stages correct the denoiser's output D:
 *
 * <ol>
 *   <li>inner: {@code x̃ = D − ζ ∇_{x_t}‖y − A D‖^p}, a step on the data through the denoiser;
 *   <li>outer: {@code v = argmin ½‖y − Ax‖² + ½λ‖x − x̃‖²}, the proximal map of the data;
 *   <li>refinement (R-BGDM): {@code v − γ∇‖v − D‖² = (1 − 2γ)v + 2γD}.
 * </ol>
 *
 * <p>The paper leaves p, the step sizes and λ open, and so they are options. The choice {@code
 * consistent} is ours and weighs both stages by what the noise level says: {@code λ = σ_y²/r²} with
 * the variance {@code r² = σ²τ²/(σ² + τ²)} of a Gaussian prior of standard deviation τ, and the
 * inner step {@code ζ σ²/(σ² + σ_y²) J_DᵀA*(y − A D)}, which is at most that of a noise-free
 * measurement.
 *
 * <p>An iterative proximal map begins at x̃ moved by what the step before was moved: the data ask
 * for much the same at neighbouring levels.
 */
final class BilevelCorrection implements Correction {
  /** The inner stage. */
  enum Inner {
    /** ζ∇_{x_t}‖y − A D‖. */
    NORM,
    /** ζ∇_{x_t}‖y − A D‖². */
    SQUARE,
    /** Weighted by the noise levels. */
    CONSISTENT
  }

  /**
   * The numbers of the method.
   *
   * @param inner which inner stage
   * @param zeta ζ; 0 leaves the inner stage and its derivative out
   * @param lambda λ of the outer stage; empty for the consistent one
   * @param tau τ of the consistent λ
   * @param gamma γ of the refinement, 0 for BGDM
   * @param error what an iterative outer stage may leave, as a share of a standard deviation
   * @param networkNoise true to keep the noise estimate of the network, false to recompute it
   */
  record Parameters(
      Inner inner,
      double zeta,
      Optional<Double> lambda,
      double tau,
      double gamma,
      double error,
      boolean networkNoise) {
    /** λ at a level, for data of noise σ_y. */
    double lambdaAt(Level t, double sigmaY) {
      return lambda.orElseGet(
          () -> sigmaY * sigmaY * (1 / (t.sigma() * t.sigma()) + 1 / (tau * tau)));
    }

    /** What multiplies J_DᵀA*(y − A D) in the inner stage; for NORM, its normalised form. */
    double innerWeight(Level t, double sigmaY) {
      double variance = t.sigma() * t.sigma();
      return switch (inner) {
        case NORM -> zeta / t.scale();
        case SQUARE -> 2 * zeta / t.scale();
        case CONSISTENT -> zeta * variance / (variance + sigmaY * sigmaY);
      };
    }
  }

  private final Parameters p;

  BilevelCorrection(Parameters parameters) {
    this.p = parameters;
  }

  @Override
  public boolean carries() {
    return true;
  }

  @Override
  public Guided correct(Workbench bench, Level t, Level s, List<Field> u, List<Field> carried) {
    double sigmaY = bench.linearGaussian().sigma();
    List<Field> clean;
    List<Field> inner;
    if (p.zeta() == 0) {
      clean = bench.denoise(u, t.sigma());
      DataTerms.noteMisfit(bench, clean);
      inner = clean;
    } else {
      try (Pullback<List<Field>> denoiser = bench.linearize(u, t.sigma())) {
        clean = denoiser.value();
        List<Field> ascent =
            p.inner() == Inner.NORM
                ? DataTerms.normGradient(bench, clean)
                : DataTerms.residualGradient(bench, clean);
        List<Field> pulled = bench.pullBack(denoiser, ascent);
        double weight = p.innerWeight(t, sigmaY);
        List<Field> d = clean;
        inner = bench.each(i -> pulled.get(i).axpby(weight, 1, d.get(i)));
      }
    }
    List<Field> v = DataTerms.proximal(bench, p.lambdaAt(t, sigmaY), inner, carried, p.error());
    List<Field> moved = bench.each(i -> v.get(i).copy().subtract(inner.get(i)));
    List<Field> refined =
        bench.each(i -> v.get(i).axpby(1 - 2 * p.gamma(), 2 * p.gamma(), clean.get(i)));
    return new Guided(refined, p.networkNoise() ? clean : refined, Optional.empty(), moved);
  }
}
