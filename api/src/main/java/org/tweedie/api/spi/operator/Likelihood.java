package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capable;

/**
 * A forward operator and a noise model: p(y | z) at z = A(x). The sampler never sees the modality.
 */
public interface Likelihood extends Capable {
  /** The forward operator A. */
  ForwardOperator operator();

  /** The measurements y, an element of the operator's range; not to be written to. */
  Field data();

  /**
   * {@code log p(y | z)} in nats, normalised.
   *
   * @param z noise-free measurements, an element of the range
   */
  double logDensity(Field z);

  /**
   * {@code ∇_z log p(y | z)}, a new field.
   *
   * @param z noise-free measurements, an element of the range
   */
  Field gradient(Field z);

  /**
   * A draw from p(· | z), a new field.
   *
   * @param z noise-free measurements, an element of the range
   * @param noise the source
   * @param chain global chain number
   * @param step step of the run
   * @param purpose what the draw is for
   */
  Field draw(Field z, Noise noise, int chain, long step, Purpose purpose);

  /**
   * How far the data are from z on the scale of their noise: a statistic whose mean over data drawn
   * at z is 1, {@code ‖y − z‖²/(mσ²)} for Gaussian noise in m real components.
   *
   * @param z noise-free measurements, an element of the range
   */
  double dataFit(Field z);

  /**
   * The standard deviation of {@link #dataFit} over data drawn at z.
   *
   * @param z noise-free measurements, an element of the range
   */
  default double dataFitDeviation(Field z) {
    return Math.sqrt(2.0 / z.data().length);
  }
}
