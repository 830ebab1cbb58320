package org.tweedie.engine.problem;

import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.Likelihood;

/**
 * A likelihood of another noise than the linear-Gaussian one, on a prepared operator: its densities
 * are those of the likelihood inside, its results are checked. The one capability of likelihoods,
 * linear-Gaussian, it lacks by definition.
 *
 * @param inner the noise model and the data
 * @param operator the operator, prepared
 * @param meter what checks
 */
record WatchedLikelihood(Likelihood inner, ForwardOperator operator, Meter meter)
    implements Likelihood {

  @Override
  public Field data() {
    return inner.data();
  }

  @Override
  public double logDensity(Field z) {
    return meter.fromOperator(inner.logDensity(z.require(operator.range(), "the measurement")));
  }

  @Override
  public Field gradient(Field z) {
    return meter.fromOperator(inner.gradient(z.require(operator.range(), "the measurement")));
  }

  @Override
  public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
    return meter.fromOperator(inner.draw(z, noise, chain, step, purpose));
  }
}
