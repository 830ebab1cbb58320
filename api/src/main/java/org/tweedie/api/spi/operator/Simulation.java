package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.option.Options;

/** What synthetic measurements are made from. Immutable. */
public final class Simulation {
  private final Field image;
  private final Options options;
  private final Noise noise;

  private Simulation(Field image, Options options, Noise noise) {
    this.image = image;
    this.options = options;
    this.noise = noise;
  }

  /**
   * A simulation.
   *
   * @param image the true image, real or complex; not to be written to
   * @param options bound to the simulator's declarations
   * @param noise the source; chain 0
   */
  public static Simulation of(Field image, Options options, Noise noise) {
    return new Simulation(image, options, noise);
  }

  /** The true image; not to be written to. */
  public Field image() {
    return image;
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** The source of randomness, to be used with chain 0. */
  public Noise noise() {
    return noise;
  }
}
