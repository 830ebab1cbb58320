package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.api.spi.sampler.Requirement;
import org.tweedie.conformance.law.LawPredictor;

/**
 * A correct optimiser: gradient steps on the misfit and on the prior smoothed to a small level. It
 * is neither affine in noise nor exact, so that no law speaks for it.
 */
class RedTwin extends Twin {
  private static final double LEVEL = 0.1;
  private static final double STEP = 0.004;

  @Override
  Exactness exactness(Options o) {
    return Exactness.pointEstimate("The maximum of the posterior under the smoothed prior.");
  }

  @Override
  List<Requirement> requirements(Options o) {
    return List.of(
        Requirement.prior(Denoiser.class, "for the score"),
        Requirement.likelihood(LinearGaussian.class, "for the misfit"));
  }

  @Override
  Optional<LawPredictor> law(Options o) {
    return Optional.empty();
  }

  @Override
  long steps(Options o) {
    return o.integer("steps");
  }

  @Override
  List<Field> start(Desk d) {
    return d.bench().each(i -> normal(d, i, "start").scale(LEVEL));
  }

  @Override
  List<Field> step(Desk d, List<Field> x, int k) {
    List<Field> clean = d.bench().denoise(x, LEVEL);
    List<Field> data = d.bench().likelihoodGradient(x);
    double pull = STEP / (LEVEL * LEVEL);
    return d.bench()
        .each(
            i ->
                x.get(i)
                    .copy()
                    .axpby(1 - pull, pull, clean.get(i))
                    .axpy(STEP * weight(), data.get(i)));
  }

  /** Of the data's gradient. */
  double weight() {
    return 1;
  }
}
