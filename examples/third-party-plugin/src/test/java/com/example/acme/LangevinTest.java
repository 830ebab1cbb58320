package com.example.acme;

import java.util.Optional;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Provider;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.conformance.ProviderRules;
import org.tweedie.conformance.SamplerRules;
import org.tweedie.conformance.law.Affine;
import org.tweedie.conformance.law.GaussianVector;
import org.tweedie.conformance.law.LawPredictor;
import org.tweedie.conformance.law.LinearModel;

/** The rules for samplers, and the law that the update has with Gaussians. */
class LangevinTest extends SamplerRules {
  @Override
  protected SamplerProvider provider() {
    return new Langevin();
  }

  @Override
  protected Optional<LawPredictor> law(Options o) {
    double s = o.number("level");
    return Optional.of(
        problem -> {
          LinearModel m = new LinearModel(problem);
          double variance = m.sigmaY * m.sigmaY;
          double h = o.number("step") / (1 / (s * s) + m.norm() * m.norm() / variance);
          Affine x = Affine.identity(m.dimension());
          Affine score = m.denoised(x, s).plus(-1, x).times(1 / (s * s));
          Affine data = m.residual(x).then(m.a.transpose()).times(1 / variance);
          GaussianVector law = GaussianVector.white(new double[m.dimension()], 1);
          for (int k = 0; k < o.integer("steps"); k++) {
            law = law.through(x.plus(h, score).plus(h, data)).plusWhite(2 * h);
          }
          return law.law();
        });
  }
}

/** What its provider says of itself. */
class LangevinProviderTest extends ProviderRules {
  @Override
  protected Provider provider() {
    return new Langevin();
  }
}
