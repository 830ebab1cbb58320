package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.samplers.core.DataTerms;

/**
 * The exact draw for linear-Gaussian likelihoods by perturb and solve (Papandreou and Yuille 2010):
 * {@code (A*A/σ_y² + I/η²) z = A*(y + σ_y n₁)/σ_y² + (x + η n₂)/η²} has the mean and the covariance
 * of the conditional; solved as {@code (A*A + λI) z = A*(y + σ_y n₁) + λ(x + η n₂)} with {@code λ =
 * σ_y²/η²}.
 */
final class GaussianProximalDraw implements LikelihoodDraw {
  /** A share of the draw's own standard deviation: 0.25 % of its variance. */
  private static final double PROXIMAL_ERROR = 0.05;

  private static final Purpose DRAW = Purpose.of("proximal");
  private static final Purpose LAST = Purpose.of("proximal.final");

  @Override
  public List<Field> draw(Bench bench, List<Field> x, double eta, boolean last) {
    LinearGaussian l = DataTerms.linearGaussian(bench);
    double lambda = Math.pow(l.sigma() / eta, 2);
    Purpose ofData = (last ? LAST : DRAW).index(1);
    Purpose ofImage = (last ? LAST : DRAW).index(2);
    return bench.each(
        i -> {
          Field data = bench.normals(i, ofData, l.data().space()).axpby(l.sigma(), 1, l.data());
          Field image = bench.normals(i, ofImage).axpby(eta, 1, x.get(i));
          return DataTerms.proximal(
              bench, lambda, bench.adjoint(data), image, x.get(i), PROXIMAL_ERROR);
        });
  }
}
