package org.tweedie.samplers.guidance;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.samplers.core.Workbench;
import org.tweedie.samplers.levels.Level;

/** How a method brings the data in: the part of a guided sampler that carries its name. */
public interface Correction {
  /**
   * What a step is made of, one field per chain: {@code u_s = X + a (u_t − anchor)/σ_t + b z +
   * shift} with the weights a, b of the transition.
   *
   * @param clean X, the corrected clean estimate
   * @param anchor what the noise estimate is taken from: the denoiser's output (the network's own
   *     noise estimate), or X (noise estimate recomputed)
   * @param shift added after the transition, for methods that guide the step itself
   * @param carried for the next step, one field per chain; empty if {@link #carries} is false
   */
  record Guided(
      List<Field> clean, List<Field> anchor, Optional<List<Field>> shift, List<Field> carried) {}

  /** Whether the correction hands something on from step to step. */
  boolean carries();

  /**
   * Denoises and corrects.
   *
   * @param bench the problem and its operations
   * @param t the level of u
   * @param s the next level
   * @param u {@code x_t / s_t}, one per chain; not to be written to
   * @param carried what the step before handed on, zeros at the first; empty if {@link #carries} is
   *     false
   */
  Guided correct(Workbench bench, Level t, Level s, List<Field> u, List<Field> carried);
}
