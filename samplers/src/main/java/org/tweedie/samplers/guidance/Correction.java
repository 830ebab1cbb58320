package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.sampler.Bench;

/** How a method brings the data in: the part of a guided sampler that carries its name. */
@FunctionalInterface
interface Correction {
  /** A denoiser around the denoiser that knows the data: {@code D_y(u, σ) ≈ E[x₀ | u, y]}. */
  @FunctionalInterface
  interface Posterior {
    /**
     * {@code D_y(u, σ)} of each chain.
     *
     * @param bench the problem and its operations
     * @param u one per chain; not to be written to
     * @param sigma σ
     */
    List<Field> denoise(Bench bench, List<Field> u, double sigma);
  }

  /** A method that is a denoiser: both X and the noise estimate are its own. */
  static Correction of(Posterior denoiser) {
    return (bench, move, u, carried) -> Guided.of(denoiser.denoise(bench, u, move.from().sigma()));
  }

  /**
   * Denoises and corrects; asks the denoiser once.
   *
   * @param bench the problem and its operations
   * @param move the levels t of u and s of the next image
   * @param u {@code x_t / s_t}, one per chain; not to be written to
   * @param carried what the correction at the level before handed on
   */
  Guided correct(Bench bench, Move move, List<Field> u, Optional<List<Field>> carried);
}
