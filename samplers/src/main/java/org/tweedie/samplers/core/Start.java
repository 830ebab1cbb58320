package org.tweedie.samplers.core;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.operator.LinearGaussian;

/** Where a run begins. */
@FunctionalInterface
public interface Start {
  /** The draw of the start. */
  Purpose PURPOSE = Purpose.of("init");

  /**
   * Error that an iterative solve may leave in {@link #data}, as a share of a standard deviation.
   */
  double ERROR = 0.1;

  /**
   * The first u of each chain.
   *
   * @param bench the problem
   * @param deviation standard deviation of the noise at the first level
   */
  List<Field> draw(Workbench bench, double deviation);

  /** Noise alone: {@code N(0, deviation²)}. */
  static Start noise() {
    return (bench, deviation) ->
        bench.each(i -> bench.normals(i, PURPOSE, bench.space()).scale(deviation));
  }

  /**
   * Noise around a plain reconstruction: {@code (A*A + λI)⁻¹A*y + N(0, deviation²)} with {@code λ =
   * σ_y²/τ²}, the posterior mean under the prior N(0, τ²I). Lets a run begin at a noise level that
   * does not drown the image.
   *
   * @param tau τ, the standard deviation of the images per real component
   */
  static Start data(double tau) {
    return (bench, deviation) -> {
      LinearGaussian l = bench.linearGaussian();
      double lambda = Math.pow(l.sigma() / tau, 2);
      Field back = bench.adjoint(l.operator(), l.data());
      Field x = bench.solve(lambda, back, Field.zeros(bench.space()), ERROR);
      return bench.each(i -> bench.normals(i, PURPOSE, bench.space()).axpby(deviation, 1, x));
    };
  }
}
