package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.sampler.Bench;

/**
 * Draws {@code x ∝ p(x) exp(−‖x − z‖²/(2η²))}, the prior near z, in a number of steps of one
 * evaluation of the denoiser each: the law of a clean image given that its version at noise level η
 * is z.
 */
public interface PriorDraw {
  /** The draw of a start. */
  Purpose START = Purpose.of("denoising.start");

  /** The draws of the steps. */
  Purpose STEP = Purpose.of("denoising.step");

  /** Evaluations of the denoiser, at least 1. */
  int evaluations();

  /**
   * The first inner state.
   *
   * @param bench the problem and its operations
   * @param z one field per chain; not to be written to
   */
  List<Field> start(Bench bench, List<Field> z);

  /**
   * One step.
   *
   * @param bench the problem and its operations
   * @param k the step, from 0
   * @param z one field per chain; not to be written to
   * @param v the inner state; not to be written to
   */
  Inner step(Bench bench, int k, List<Field> z, List<Field> v);

  /**
   * The outcome of a step.
   *
   * @param v the inner state; after the last step, the draw x
   * @param clean the denoiser's output
   */
  record Inner(List<Field> v, List<Field> clean) {}
}
