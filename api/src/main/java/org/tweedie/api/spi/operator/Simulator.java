package org.tweedie.api.spi.operator;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;

/** Makes synthetic measurements of an image. */
public interface Simulator {
  /** The options. */
  List<OptionSpec> options();

  /**
   * Measures an image.
   *
   * @param simulation the image, the options and the noise
   * @return arrays by name: the operator's inputs by their ids, and "reference", the true image in
   *     the operator's image space
   */
  Map<String, Field> simulate(Simulation simulation);
}
