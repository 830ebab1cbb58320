package org.tweedie.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.Parameter;
import org.tweedie.api.spi.operator.Parametric;

/**
 * The likelihood by which each sample is judged: in a blind problem that with its own parameters.
 *
 * @param start the likelihood as it was measured, in the data's units
 * @param unknowns values of unknown parameters by name, one per sample
 */
record Fitted(Likelihood start, Map<String, List<Field>> unknowns) {
  /** That of a sample. */
  Likelihood of(int sample) {
    return with(values -> values.get(sample));
  }

  /** That of the mean of the samples. */
  Likelihood ofMean(double[] weights) {
    return with(values -> Moments.of(values, UnaryOperator.identity(), weights).mean());
  }

  private Likelihood with(Function<List<Field>, Field> choose) {
    if (unknowns.isEmpty()) {
      return start;
    }
    Parametric p = start.capability(Parametric.class).orElseThrow();
    Map<String, Field> values = new LinkedHashMap<>();
    for (Parameter q : p.parameters()) {
      List<Field> found = unknowns.get(q.name());
      values.put(q.name(), found == null ? q.start() : choose.apply(found));
    }
    return p.at(values);
  }
}
