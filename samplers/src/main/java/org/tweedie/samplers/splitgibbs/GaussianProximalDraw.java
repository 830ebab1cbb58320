package org.tweedie.samplers.splitgibbs;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.samplers.core.Workbench;

/**
 * The exact draw for linear-Gaussian likelihoods by perturb and solve (Papandreou and Yuille 2010):
 * {@code (A*A/σ_y² + I/η²) z = A*(y + σ_y n₁)/σ_y² + (x + η n₂)/η²} has the mean and the covariance
 * of the conditional; solved as {@code (A*A + λI) z = A*(y + σ_y n₁) + λ(x + η n₂)} with {@code λ =
 * σ_y²/η²}.
 */
final class GaussianProximalDraw implements LikelihoodDraw {
  /** Error of the solve as a share of the draw's own standard deviation: 0.25 % of its variance. */
  private static final double ERROR = 0.05;

  @Override
  public List<Field> draw(Workbench bench, List<Field> x, double eta, Purpose purpose) {
    LinearGaussian l = bench.linearGaussian();
    double lambda = Math.pow(l.sigma() / eta, 2);
    return bench.each(
        i -> {
          Field data =
              bench.normals(i, purpose.index(1), l.data().space()).axpby(l.sigma(), 1, l.data());
          Field image = bench.normals(i, purpose.index(2), bench.space()).axpby(eta, 1, x.get(i));
          Field right = bench.adjoint(l.operator(), data).axpy(lambda, image);
          return bench.solve(lambda, right, x.get(i), ERROR);
        });
  }
}
