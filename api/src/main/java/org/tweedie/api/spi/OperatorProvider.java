package org.tweedie.api.spi;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulator;

/** A family of forward operators: turns measured data into a likelihood. */
public interface OperatorProvider extends Provider {
  /** The id of the input that holds the measured data themselves. */
  String DATA = "data";

  /** The named inputs; the first is {@link #DATA}. */
  List<InputSpec> inputs();

  /**
   * Makes the likelihood of measured data: checks the inputs, estimates what is not given (noise
   * level, sensitivities, axis of rotation), and says what it found.
   *
   * @param preparation the inputs, of which every required one is present, and the options
   * @throws org.tweedie.api.error.TweedieException if the inputs do not fit together or cannot be
   *     used
   */
  Measurement prepare(Preparation preparation);

  /** Makes synthetic measurements of an image, if this family can. */
  default Optional<Simulator> simulator() {
    return Optional.empty();
  }
}
