package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.Updates;
import org.tweedie.samplers.levels.Level;
import org.tweedie.samplers.levels.Transition;

/**
 * The stochastic denoising sampler of DPnP (Xu and Chi, NeurIPS 2024, arXiv:2403.17042, DDS-DDPM):
 * z is taken for the state of the variance-exploding process at the level nearest η, and the
 * reverse diffusion is run from there to no noise.
 *
 * <p>The three updates have the same limit on fine grids. {@code square-root} is the released one:
 * {@code x += 2(σ' − σ) E + √(σ² − σ'²) w} with {@code E = (x − D)/σ}. At the last step all of them
 * but the released one return the denoiser's output.
 */
final class StochasticDenoising implements PriorDraw {
  private final double[] sigmas;
  private final Transition update;

  /**
   * @param sigmas the levels, falling, without the final 0
   * @param update the step between levels
   */
  StochasticDenoising(double[] sigmas, Transition update) {
    this.sigmas = sigmas.clone();
    this.update = update;
  }

  /** The released update, written for {@code D + a E + b w}. */
  static Transition squareRoot() {
    return (t, s) -> new Transition.Weights(2 * s.sigma() - t.sigma(), diffusion(t, s));
  }

  /** Euler's method on the reverse diffusion: {@code (v'/v) x + (1 − v'/v) D + √(v − v') w}. */
  static Transition eulerMaruyama() {
    return (t, s) -> new Transition.Weights(s.sigma() * s.sigma() / t.sigma(), diffusion(t, s));
  }

  private static double diffusion(Level t, Level s) {
    return s.sigma() == 0 ? 0 : Math.sqrt(t.sigma() * t.sigma() - s.sigma() * s.sigma());
  }

  @Override
  public int evaluations() {
    return sigmas.length;
  }

  @Override
  public List<Field> start(Bench bench, List<Field> z) {
    return z;
  }

  @Override
  public Inner step(Bench bench, int k, List<Field> z, List<Field> v) {
    Level t = Level.exploding(sigmas[k]);
    Level s = k + 1 < sigmas.length ? Level.exploding(sigmas[k + 1]) : Level.CLEAN;
    List<Field> clean = bench.denoise(v, t.sigma());
    Transition.Weights w = update.between(t, s);
    return new Inner(
        bench.each(
            i ->
                Updates.combine(
                    clean.get(i),
                    w.estimated() / t.sigma(),
                    v.get(i),
                    clean.get(i),
                    w.fresh(),
                    Updates.freshNoise(bench, i, STEP, w.fresh()))),
        clean);
  }
}
