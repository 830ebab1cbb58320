package org.tweedie.engine.problem;

import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.ForwardOperator;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.engine.Alignment;

/** Makes a likelihood ready: watched innermost, then aligned, then completed. */
public final class Preparation {
  private Preparation() {}

  /** The likelihood in the prior's units, with everything that can be derived. */
  public static Likelihood prepare(Likelihood likelihood, Alignment t, Meter meter) {
    Optional<LinearGaussian> linear = likelihood.capability(LinearGaussian.class);
    if (linear.isPresent()) {
      return linearGaussian(linear.get(), t, meter);
    }
    ForwardOperator watched = WatchedOperator.of(likelihood.operator(), meter);
    ForwardOperator aligned = AlignedOperator.of(watched, t);
    return new WatchedLikelihood(likelihood, DerivedOperator.of(aligned, meter), meter);
  }

  /** {@code y = A(g E x′ + b) + σn} becomes {@code (y − A b)/g = A E x′ + (σ/g) n}. */
  private static Likelihood linearGaussian(LinearGaussian l, Alignment t, Meter meter) {
    LinearOperator a = WatchedOperator.of(l.operator(), meter);
    Field y = l.data().copy();
    if (t.offset() != 0) {
      Field b = t.toData(Field.zeros(t.prior()));
      y.subtract(l.operator().apply(b));
    }
    Alignment kindOnly = new Alignment(1, 0, t.data(), t.prior());
    return new GaussianLikelihood(
        DerivedOperator.of(AlignedOperator.of(a, kindOnly), meter),
        y.scale(1 / t.gain()),
        l.sigma() / t.gain());
  }
}
