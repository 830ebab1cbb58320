package org.tweedie.api.spi.operator;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;

/** Makes synthetic measurements of an image. */
public interface Simulator {
  /** The options. */
  List<OptionSpec> options();

  /**
   * Measures an image.
   *
   * @param image the true image, real or complex
   * @param options bound to {@link #options()}
   * @param noise the source; chain 0
   * @return arrays by name: the operator's inputs by their ids, and "reference", the true image in
   *     the operator's image space
   */
  Map<String, Field> simulate(Field image, Options options, Noise noise);
}
