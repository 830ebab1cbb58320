package org.tweedie.samplers.core;

import java.util.List;
import java.util.function.BiFunction;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;

/** The terms in which methods see the data: residuals, gradients, proximal maps. */
public final class DataTerms {
  private DataTerms() {}

  /** {@code ∇_x log p(y | A(x))} of each chain. Notes the misfit. */
  public static List<Field> likelihoodGradient(Workbench bench, List<Field> x) {
    Likelihood l = bench.problem().likelihood();
    return gradient(bench, x, (z, r) -> l.gradient(z));
  }

  /** {@code J_Aᵀ(y − A(x))} of each chain: half the negative gradient of ‖y − A(x)‖². */
  public static List<Field> residualGradient(Workbench bench, List<Field> x) {
    return gradient(bench, x, (z, r) -> r);
  }

  /** {@code J_Aᵀ(y − A(x))/‖y − A(x)‖} of each chain: the negative gradient of the norm. */
  public static List<Field> normGradient(Workbench bench, List<Field> x) {
    // The norm has no gradient where the residual is 0; there the data ask for nothing.
    return gradient(bench, x, (z, r) -> r.scale(1 / Math.max(r.norm(), 1e-12)));
  }

  /**
   * {@code argmin ½‖y − Ax‖² + ½λ‖x − v‖²} of each chain.
   *
   * @param lambda λ, positive
   * @param v one field per chain
   * @param moved a guess at what the map adds to v, where an iteration starts
   * @param error what an iteration may leave, as a share of a standard deviation: see {@link
   *     Workbench#solve}
   */
  public static List<Field> proximal(
      Workbench bench, double lambda, List<Field> v, List<Field> moved, double error) {
    LinearGaussian l = bench.linearGaussian();
    Field back = bench.adjoint(l.operator(), l.data());
    return bench.each(
        i -> {
          Field right = back.copy().axpy(lambda, v.get(i));
          Field start = v.get(i).copy().add(moved.get(i));
          return bench.solve(lambda, right, start, error);
        });
  }

  private static List<Field> gradient(
      Workbench bench, List<Field> x, BiFunction<Field, Field, Field> cotangent) {
    Field y = bench.problem().likelihood().data();
    double[] squares = new double[x.size()];
    List<Field> out =
        bench.each(
            i -> {
              try (Linearization<Field> a = bench.linearizeOperator(x.get(i))) {
                Field r = y.copy().subtract(a.value());
                squares[i] = r.normSquared();
                return bench.pullBack(a, cotangent.apply(a.value(), r));
              }
            });
    bench.noteMisfit(squares);
    return out;
  }

  /** Notes the misfit {@code ‖A x − y‖²} of each chain for the report. */
  public static void noteMisfit(Workbench bench, List<Field> x) {
    Field y = bench.problem().likelihood().data();
    List<Field> r = bench.each(i -> bench.apply(x.get(i)).subtract(y));
    bench.noteMisfit(r.stream().mapToDouble(Field::normSquared).toArray());
  }

  /** A clean estimate clipped to the prior's range: each component, or the magnitude if complex. */
  public static Field clipped(Field x, double low, double high) {
    Field out = x.copy();
    float[] d = out.data();
    if (!x.space().isComplex()) {
      for (int i = 0; i < d.length; i++) {
        d[i] = (float) Math.min(high, Math.max(low, d[i]));
      }
      return out;
    }
    for (int i = 0; i < d.length; i += 2) {
      double magnitude = Math.hypot(d[i], d[i + 1]);
      if (magnitude > high) {
        d[i] *= (float) (high / magnitude);
        d[i + 1] *= (float) (high / magnitude);
      }
    }
    return out;
  }
}
