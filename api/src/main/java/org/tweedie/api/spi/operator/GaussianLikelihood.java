package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;

/**
 * {@code y = A(x) + σ n} with white Gaussian n: {@code log p(y|z) = −‖y − z‖²/(2σ²) − m log(σ√2π)},
 * where m counts real components. A noise level a sample is absorbed: then {@link #operator()} and
 * {@link #data()} are the whitened ones.
 */
public final class GaussianLikelihood implements Likelihood {
  private final ForwardOperator operator;
  private final Field data;
  private final double sigma;
  private final double logJacobian;
  private final Optional<OrderedSubsets> subsets;

  /**
   * One noise level for all samples.
   *
   * @param operator A
   * @param data y, an element of its range
   * @param sigma standard deviation of each real component, positive and finite
   * @throws InvalidInputException if y is not finite or σ not positive
   */
  public GaussianLikelihood(ForwardOperator operator, Field data, double sigma) {
    this(operator, data, sigma, 0, Optional.empty());
  }

  private GaussianLikelihood(
      ForwardOperator operator,
      Field data,
      double sigma,
      double logJacobian,
      Optional<OrderedSubsets> subsets) {
    data.require(operator.range(), "the data");
    if (!data.isFinite()) {
      throw new InvalidInputException(
          "the data hold a NaN or an infinity",
          "remove or mask the samples that were not measured");
    }
    if (!(sigma > 0 && sigma < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "the noise level is " + sigma,
          "give the standard deviation of a real component, above 0");
    }
    this.operator = operator;
    this.data = data;
    this.sigma = sigma;
    this.logJacobian = logJacobian;
    this.subsets = subsets;
  }

  /**
   * A noise level a real component: A and y are divided by σᵢ/σ, with σ the smallest of them.
   *
   * @param operator A
   * @param data y, an element of its range
   * @param deviations σᵢ, positive and finite, an element of the range, or a real field of its
   *     shape: one for both parts of a complex sample
   * @throws InvalidInputException if y is not finite or a σᵢ not positive
   */
  public static GaussianLikelihood of(ForwardOperator operator, Field data, Field deviations) {
    data.require(operator.range(), "the data");
    double least = Double.POSITIVE_INFINITY;
    for (float s : deviations.data()) {
      if (!(s > 0 && s < Float.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "a sample has the noise level " + s,
            "give a positive level for each, and leave out samples that were not measured");
      }
      least = Math.min(least, s);
    }
    Field weights = Field.zeros(data.space()).fill(1).multiply(deviations);
    float[] w = weights.data();
    double logJacobian = 0;
    for (int i = 0; i < w.length; i++) {
      double ratio = least / w[i];
      w[i] = (float) ratio; // may vanish; its logarithm must not
      logJacobian += Math.log(ratio);
    }
    return new GaussianLikelihood(
        Operators.compose(Operators.diagonal(weights), operator),
        data.copy().multiply(weights),
        least,
        logJacobian,
        Optional.empty());
  }

  /** The same with a way to split it. */
  public GaussianLikelihood with(OrderedSubsets split) {
    return new GaussianLikelihood(operator, data, sigma, logJacobian, Optional.of(split));
  }

  @Override
  public ForwardOperator operator() {
    return operator;
  }

  @Override
  public Field data() {
    return data;
  }

  /** σ of each real component. */
  public double sigma() {
    return sigma;
  }

  @Override
  public double logDensity(Field z) {
    return -0.5 * z.copy().subtract(data).normSquared() / (sigma * sigma)
        - data.data().length * Math.log(sigma * Math.sqrt(2 * Math.PI))
        + logJacobian;
  }

  @Override
  public Field gradient(Field z) {
    return data.copy().subtract(z).scale(1 / (sigma * sigma));
  }

  @Override
  public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
    return noise.normals(chain, step, purpose, Field.zeros(data.space())).axpby(sigma, 1, z);
  }

  @Override
  public double dataFit(Field z) {
    return z.copy().subtract(data).normSquared() / (data.data().length * sigma * sigma);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == LinearGaussian.class) {
      return operator.linear().map(a -> type.cast(new Linear(a, data, sigma)));
    } else if (type == GaussianNoise.class) {
      return Optional.of(
          operator
              .linear()
              .map(a -> type.cast(new Linear(a, data, sigma)))
              .orElseGet(() -> type.cast(new Noisy(operator, data, sigma))));
    } else if (type == Curvature.class) {
      Curvature c = this::curvature;
      return Optional.of(type.cast(c));
    } else if (type == OrderedSubsets.class) {
      return subsets.map(type::cast);
    }
    return Optional.empty();
  }

  private Field curvature(Field z, Field v) {
    z.require(data.space(), "the noise-free measurements");
    return v.require(data.space(), "the argument").copy().scale(1 / (sigma * sigma));
  }

  private record Noisy(ForwardOperator operator, Field data, double sigma)
      implements GaussianNoise {}

  private record Linear(LinearOperator operator, Field data, double sigma)
      implements LinearGaussian {}
}
