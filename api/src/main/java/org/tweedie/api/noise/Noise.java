package org.tweedie.api.noise;

import org.tweedie.api.field.Field;

/**
 * A reproducible source of random numbers. Every draw is a pure function of (seed, chain, step,
 * purpose) and, for a field, the position in it: no call changes the outcome of another, so chains
 * do not depend on how many there are, on their order, or on threads, and a saved run holds no
 * generator state.
 *
 * <p>Chain numbers are global to a run, never positions in a batch. Implementations are safe for
 * concurrent use.
 */
public interface Noise {
  /**
   * Fills a field with independent standard normals, one per real component: complex noise has
   * variance 1 in the real and 1 in the imaginary part.
   *
   * @param chain global chain number, at least 0
   * @param step step of the run, at least 0
   * @param purpose what the draw is for
   * @param out the field to fill
   * @return {@code out}
   */
  Field normals(int chain, long step, Purpose purpose, Field out);

  /**
   * Fills an array with independent uniform numbers in the open interval (0, 1), independent of the
   * normals of the same key.
   *
   * @param chain global chain number, at least 0
   * @param step step of the run, at least 0
   * @param purpose what the draw is for
   * @param out the array to fill
   */
  void uniforms(int chain, long step, Purpose purpose, double[] out);

  /**
   * A uniform number in the open interval (0, 1): the first of {@link #uniforms}.
   *
   * @param chain global chain number, at least 0
   * @param step step of the run, at least 0
   * @param purpose what the draw is for
   */
  default double uniform(int chain, long step, Purpose purpose) {
    double[] out = new double[1];
    uniforms(chain, step, purpose, out);
    return out[0];
  }
}
