package org.tweedie.engine;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Weighted mean and standard deviation of each component, in two passes, in double precision. */
record Moments(Field mean, Field deviation) {

  /** Of a view of each sample, made anew in each pass: all of them at once may be too much. */
  static Moments of(List<Field> samples, UnaryOperator<Field> view, double[] weights) {
    Space space = view.apply(samples.get(0)).space();
    double[] mean = new double[space.components()];
    double squares = 0;
    for (int k = 0; k < weights.length; k++) {
      float[] x = view.apply(samples.get(k)).require(space, "a sample").data();
      for (int i = 0; i < mean.length; i++) {
        mean[i] += weights[k] * x[i];
      }
      squares += weights[k] * weights[k];
    }
    double[] variance = new double[mean.length];
    // With all weight on one sample there is no spread to be had, and nothing to divide by.
    double correction = 1 - squares > 1e-12 ? 1 / (1 - squares) : 0;
    for (int k = 0; k < weights.length; k++) {
      float[] x = view.apply(samples.get(k)).data();
      double w = weights[k] * correction;
      for (int i = 0; i < mean.length; i++) {
        double d = x[i] - mean[i];
        variance[i] += w * d * d;
      }
    }
    Field m = Field.zeros(space);
    Field s = Field.zeros(space);
    for (int i = 0; i < mean.length; i++) {
      m.data()[i] = (float) mean[i];
      s.data()[i] = (float) Math.sqrt(variance[i]);
    }
    return new Moments(m, s);
  }
}
