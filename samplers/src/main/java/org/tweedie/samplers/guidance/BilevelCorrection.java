package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.DataTerms;
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
 * <p>An iterative proximal map begins at x̃ moved by what the step before was moved: the data ask
 * for much the same at neighbouring levels.
 *
 * @param weights the step sizes of the inner and the outer stage
 * @param gamma γ of the refinement, 0 for BGDM
 * @param proximalError what an iterative outer stage may leave, see {@link DataTerms#proximal}
 */
record BilevelCorrection(Weights weights, double gamma, double proximalError)
    implements Correction {
  /** The step sizes, which the paper leaves open. */
  sealed interface Weights {
    /** ζ; 0 leaves the inner stage and its derivative out. */
    double zeta();

    /** What multiplies {@code J_DᵀA*(y − A D)} in the inner stage. */
    double inner(Level t, double sigmaY);

    /** λ of the outer stage. */
    double lambda(Level t, double sigmaY);
  }

  /**
   * Constants, as the paper writes them, with the noise estimate of the network.
   *
   * @param power p, 1 or 2
   * @param zeta ζ
   * @param lambda λ
   */
  record Constant(int power, double zeta, double lambda) implements Weights {
    @Override
    public double inner(Level t, double sigmaY) {
      return power * zeta / t.scale();
    }

    @Override
    public double lambda(Level t, double sigmaY) {
      return lambda;
    }
  }

  /**
   * Ours, by what the noise level says: {@code λ = σ_y²/r²} with the variance {@code r² = σ²τ²/(σ²
   * + τ²)} of a white Gaussian prior, and the inner step {@code ζ σ²/(σ² + σ_y²) J_DᵀA*(y − A D)},
   * which is at most that of a noise-free measurement. The noise estimate is recomputed.
   *
   * @param zeta ζ, a factor
   * @param tau τ, the standard deviation of the images per real component
   */
  record Consistent(double zeta, double tau) implements Weights {
    @Override
    public double inner(Level t, double sigmaY) {
      double variance = t.sigma() * t.sigma();
      return zeta * variance / (variance + sigmaY * sigmaY);
    }

    @Override
    public double lambda(Level t, double sigmaY) {
      return sigmaY * sigmaY * (1 / (t.sigma() * t.sigma()) + 1 / (tau * tau));
    }
  }

  @Override
  public Guided correct(Bench bench, Move move, List<Field> u, Optional<List<Field>> carried) {
    Level t = move.from();
    LinearGaussian l = DataTerms.linearGaussian(bench);
    List<Field> clean;
    List<Field> inner;
    if (weights.zeta() == 0) {
      clean = bench.denoise(u, t.sigma());
      DataTerms.noteFit(bench, clean);
      inner = clean;
    } else {
      try (Pullback<List<Field>> denoiser = bench.linearizePrior(u, t.sigma())) {
        clean = denoiser.value();
        inner = inner(bench, denoiser, weights.inner(t, l.sigma()));
      }
    }
    double lambda = weights.lambda(t, l.sigma());
    Field back = bench.adjoint(l.data());
    List<Field> v =
        bench.each(
            i -> {
              Field start = inner.get(i).copy();
              carried.ifPresent(moved -> start.add(moved.get(i)));
              return DataTerms.proximal(bench, lambda, back, inner.get(i), start, proximalError);
            });
    List<Field> moved = bench.each(i -> v.get(i).copy().subtract(inner.get(i)));
    Guided refined =
        Guided.of(bench.each(i -> v.get(i).axpby(1 - 2 * gamma, 2 * gamma, clean.get(i))))
            .carrying(moved);
    return weights instanceof Constant ? refined.keepingNoiseOf(clean) : refined;
  }

  private List<Field> inner(Bench bench, Pullback<List<Field>> denoiser, double weight) {
    List<Field> clean = denoiser.value();
    boolean norm = weights instanceof Constant c && c.power() == 1;
    List<Field> ascent =
        norm ? DataTerms.normGradient(bench, clean) : DataTerms.residualGradient(bench, clean);
    List<Field> pulled = denoiser.vjp(ascent);
    return bench.each(i -> pulled.get(i).axpby(weight, 1, clean.get(i)));
  }
}
