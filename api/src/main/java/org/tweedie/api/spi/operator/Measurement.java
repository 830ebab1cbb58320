package org.tweedie.api.spi.operator;

import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;

/**
 * Measured data, made ready: everything in the data's own units.
 *
 * @param likelihood operator, data and noise model; its operator's domain is the image space
 * @param scale the value of the image, in the data's units, that corresponds to 1 in a prior whose
 *     images lie in [0, 1]; positive
 * @param baseline a plain reconstruction without a prior, an element of the image space
 * @param views further arrays worth showing beside the result, by name, for example "zero-filled";
 *     in the order in which to show them
 * @param findings what was estimated, assumed or noticed
 */
public record Measurement(
    Likelihood likelihood,
    double scale,
    Field baseline,
    Map<String, Field> views,
    List<Finding> findings) {
  /** Copies the list; keeps the order of the map. */
  public Measurement {
    views = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(views));
    findings = List.copyOf(findings);
  }
}
