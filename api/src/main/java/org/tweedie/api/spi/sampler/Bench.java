package org.tweedie.api.spi.sampler;

import java.util.List;
import java.util.function.IntFunction;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.NormalSystem;

/**
 * What a {@link Kernel} works with; made by the engine. Chains are known by their position among
 * those that run together; noise is keyed by their number in the whole run, and no result depends
 * on how many run together. What goes through the prior and the operator is counted, checked for
 * values that are not finite, and projected onto the operator's domain.
 */
public interface Bench {
  /** The problem, in the prior's units. */
  Problem problem();

  /** The space of the images. */
  default Space space() {
    return problem().space();
  }

  /** How many chains run together. */
  int chains();

  /** The number of the step at work, from 0; 0 in {@link Kernel#init}. */
  long step();

  /**
   * Fields computed in parallel, in order.
   *
   * @param count how many
   * @param f makes the i-th; called from several threads
   */
  List<Field> each(int count, IntFunction<Field> f);

  /** One field per chain, computed in parallel; {@code f} gets the position of the chain. */
  default List<Field> each(IntFunction<Field> f) {
    return each(chains(), f);
  }

  /**
   * Standard normals of a chain at this step, a new field.
   *
   * @param chain its position
   * @param purpose what for; each draw of a step has its own
   * @param space the space to fill
   */
  Field normals(int chain, Purpose purpose, Space space);

  /** Standard normals in the space of the images. */
  default Field normals(int chain, Purpose purpose) {
    return normals(chain, purpose, space());
  }

  /**
   * A uniform number in (0, 1) of a chain at this step.
   *
   * @param chain its position
   * @param purpose what for; each draw of a step has its own
   */
  double uniform(int chain, Purpose purpose);

  /**
   * {@code D(u, σ)} of each image, as one batch; of methods that require {@link
   * org.tweedie.api.spi.prior.Denoiser}.
   *
   * @param u images, any number
   * @param sigma σ
   */
  List<Field> denoise(List<Field> u, double sigma);

  /**
   * The same with its vector-Jacobian products, to be closed; of methods that require {@link
   * org.tweedie.api.spi.prior.DifferentiableDenoiser}.
   */
  Pullback<List<Field>> linearizePrior(List<Field> u, double sigma);

  /** {@code A(x)}, a new field. */
  Field apply(Field x);

  /** {@code A*u}, a new field; of methods that require a linear operator. */
  Field adjoint(Field u);

  /** A and its derivative at x, to be closed. */
  Linearization<Field> linearize(Field x);

  /** The x of {@code (A*A + λI)x = b}; of methods that require {@code NormalSolve}. */
  Field solve(NormalSystem system);

  /** {@code ∇_x log p(y | A(x))} of each image. Notes "residual", the mean data fit. */
  List<Field> likelihoodGradient(List<Field> x);

  /**
   * Notes a number about this step for the report: "residual" (the data fit), "acceptance",
   * "effective sample size", … Several notes of one name in a step are averaged.
   *
   * @param name what it is
   * @param value its value
   */
  void note(String name, double value);
}
