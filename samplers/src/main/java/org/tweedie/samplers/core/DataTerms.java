package org.tweedie.samplers.core;

import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormalSystem;
import org.tweedie.api.spi.sampler.Bench;

/**
 * The terms in which methods see data with Gaussian noise: gradients of the residual and proximal
 * maps. What is evaluated at clean estimates notes their data fit as "residual".
 */
public final class DataTerms {
  private DataTerms() {}

  /** {@code J_Aᵀ(y − A(x))} of each chain: half the negative gradient of ‖y − A(x)‖². */
  public static List<Field> residualGradient(Bench bench, List<Field> x) {
    return gradient(bench, x, r -> r);
  }

  /** {@code J_Aᵀ(y − A(x))/‖y − A(x)‖} of each chain: the negative gradient of the norm. */
  public static List<Field> normGradient(Bench bench, List<Field> x) {
    // The norm has no gradient where the residual is 0; there the data ask for nothing.
    return gradient(bench, x, r -> r.scale(1 / Math.max(r.norm(), 1e-12)));
  }

  private static List<Field> gradient(Bench bench, List<Field> x, UnaryOperator<Field> cotangent) {
    Likelihood l = bench.problem().likelihood();
    double[] fits = new double[x.size()];
    List<Field> out =
        bench.each(
            i -> {
              try (Linearization<Field> a = bench.linearize(x.get(i))) {
                fits[i] = l.dataFit(a.value());
                return a.vjp(cotangent.apply(l.data().copy().subtract(a.value())));
              }
            });
    note(bench, fits);
    return out;
  }

  /** Notes the data fit of each chain. */
  public static void noteFit(Bench bench, List<Field> x) {
    double[] fits = new double[x.size()];
    bench.each(
        i -> {
          Field z = bench.apply(x.get(i));
          fits[i] = bench.problem().likelihood().dataFit(z);
          return z;
        });
    note(bench, fits);
  }

  private static void note(Bench bench, double[] fits) {
    for (double f : fits) {
      bench.note("residual", f);
    }
  }

  /** The linear-Gaussian likelihood, of methods that require it. */
  public static LinearGaussian linearGaussian(Bench bench) {
    return bench.problem().likelihood().capability(LinearGaussian.class).orElseThrow();
  }

  /**
   * {@code argmin ½‖y − Ax‖² + ½λ‖x − v‖²}, of methods that require a linear-Gaussian likelihood
   * and {@code NormalSolve}.
   *
   * @param lambda λ, positive
   * @param back {@code A*y}
   * @param v v
   * @param start where an iteration starts
   * @param proximalError what an iteration may leave, as a share of the standard deviation of an
   *     image that is known from the data and λ alone: {@code √(‖Ae‖² + λ‖e‖²) ≤ share·σ_y√n} for
   *     the error e in n real components
   */
  public static Field proximal(
      Bench bench, double lambda, Field back, Field v, Field start, double proximalError) {
    double within =
        proximalError * linearGaussian(bench).sigma() * Math.sqrt(bench.space().components());
    return bench.solve(
        NormalSystem.of(lambda, back.copy().axpy(lambda, v)).from(start).within(within));
  }
}
