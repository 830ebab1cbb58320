package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;

/**
 * Independent counts {@code yᵢ ~ Poisson(zᵢ + bᵢ)} with {@code z = A(x)} the expected counts of the
 * image, for example {@code I₀ exp(−Px)} in transmission, and b a known background.
 *
 * <p>{@link #dataFit} is Pearson's {@code Σ(y − ȳ)²/ȳ/m}, {@code ȳ = z + b}, whose mean is 1 at
 * every count. Where {@code ȳ ≤ 0} the density of a count above 0 is 0; derivatives are taken at
 * {@link #FLOOR} there.
 */
public final class PoissonLikelihood implements Likelihood {
  /** The expected count below which derivatives are not taken. */
  public static final double FLOOR = 1e-6;

  private final ForwardOperator operator;
  private final Field data;
  private final Field background;
  private final Optional<OrderedSubsets> subsets;

  private PoissonLikelihood(
      ForwardOperator operator, Field data, Field background, Optional<OrderedSubsets> subsets) {
    this.operator = operator;
    this.data = data;
    this.background = background;
    this.subsets = subsets;
  }

  /**
   * Counts with a background.
   *
   * @param operator A, real and at least 0 on its domain
   * @param data y, at least 0
   * @param background b, at least 0, of the same space
   * @throws InvalidInputException if a count or a background is negative or not finite
   */
  public static PoissonLikelihood of(ForwardOperator operator, Field data, Field background) {
    data.require(operator.range(), "the counts");
    background.require(operator.range(), "the background");
    if (data.space().isComplex()) {
      throw new InvalidInputException("the counts are complex", "give real counts");
    }
    notNegative("count", data);
    notNegative("background", background);
    return new PoissonLikelihood(operator, data, background, Optional.empty());
  }

  private static void notNegative(String what, Field f) {
    for (float v : f.data()) {
      if (!(v >= 0 && v < Float.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "a " + what + " is " + v, "give counts that are finite and not negative");
      }
    }
  }

  /** The same with a way to split it. */
  public PoissonLikelihood with(OrderedSubsets split) {
    return new PoissonLikelihood(operator, data, background, Optional.of(split));
  }

  @Override
  public ForwardOperator operator() {
    return operator;
  }

  @Override
  public Field data() {
    return data;
  }

  /** b; not to be written to. */
  public Field background() {
    return background;
  }

  @Override
  public double logDensity(Field z) {
    check(z);
    double sum = 0;
    for (int i = 0; i < data.data().length; i++) {
      sum += Poisson.logMass(data.data()[i], (double) z.data()[i] + background.data()[i]);
    }
    return sum;
  }

  @Override
  public Field gradient(Field z) {
    check(z);
    Field out = Field.zeros(z.space());
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (float) (data.data()[i] / mean(z, i) - 1);
    }
    return out;
  }

  @Override
  public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
    check(z);
    Field out = Field.zeros(z.space());
    double[] u = new double[out.data().length];
    noise.uniforms(chain, step, purpose, u);
    for (int i = 0; i < u.length; i++) {
      out.data()[i] = (float) Poisson.quantile(u[i], mean(z, i));
    }
    return out;
  }

  @Override
  public double dataFit(Field z) {
    check(z);
    double sum = 0;
    for (int i = 0; i < data.data().length; i++) {
      double r = data.data()[i] - mean(z, i);
      sum += r * r / mean(z, i);
    }
    return sum / data.data().length;
  }

  @Override
  public double dataFitDeviation(Field z) {
    check(z);
    int m = data.data().length;
    double variance = 0;
    for (int i = 0; i < m; i++) {
      variance += 2 + 1 / mean(z, i);
    }
    return Math.sqrt(variance) / m;
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == Curvature.class) {
      Curvature c = this::curvature;
      return Optional.of(type.cast(c));
    } else if (type == OrderedSubsets.class) {
      return subsets.map(type::cast);
    }
    return Optional.empty();
  }

  private Field curvature(Field z, Field v) {
    check(z);
    Field out = v.require(data.space(), "the argument").copy();
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] /= (float) mean(z, i);
    }
    return out;
  }

  private void check(Field z) {
    z.require(data.space(), "the expected counts");
  }

  private double mean(Field z, int i) {
    return Math.max(FLOOR, (double) z.data()[i] + background.data()[i]);
  }
}
