package org.tweedie.samplers.core;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.sampler.Bench;
import org.tweedie.api.spi.sampler.Requirement;

/** Where a run begins. */
@FunctionalInterface
public interface Start {
  /** The draw of the start. */
  Purpose PURPOSE = Purpose.of("init");

  /** What {@link #data} needs. */
  List<Requirement> DATA_NEEDS =
      List.of(
          Requirement.likelihood(LinearGaussian.class, "to start from the data"),
          Requirement.operator(NormalSolve.class, "to start from the data"));

  /** The first u of each chain. */
  List<Field> draw(Bench bench);

  /** Noise alone: {@code N(0, deviation²)}. */
  static Start noise(double deviation) {
    return bench -> bench.each(i -> bench.normals(i, PURPOSE).scale(deviation));
  }

  /**
   * Noise around a plain reconstruction: {@code (A*A + λI)⁻¹A*y + N(0, deviation²)} with {@code λ =
   * σ_y²/τ²}, the posterior mean under the prior N(0, τ²I). Lets a run begin at a noise level that
   * does not drown the image.
   *
   * @param deviation standard deviation of the noise
   * @param tau τ, the standard deviation of the images per real component
   */
  static Start data(double deviation, double tau) {
    return bench -> {
      LinearGaussian l = DataTerms.linearGaussian(bench);
      double lambda = Math.pow(l.sigma() / tau, 2);
      Field zero = Field.zeros(bench.space());
      Field x = DataTerms.proximal(bench, lambda, bench.adjoint(l.data()), zero, zero, 0.1);
      return bench.each(i -> bench.normals(i, PURPOSE).axpby(deviation, 1, x));
    };
  }
}
