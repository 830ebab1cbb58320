package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Capability;

/**
 * {@code y = A(x) + σ n} with white Gaussian n: {@code log p(y|z) = −‖y − z‖²/(2σ²) − m log(σ√2π)},
 * where m counts real components. Has the capability {@link LinearGaussian} if A is linear.
 */
public final class GaussianLikelihood implements Likelihood {
  private final ForwardOperator operator;
  private final Field data;
  private final double sigma;

  /**
   * @param operator A
   * @param data y, an element of its range
   * @param sigma standard deviation of each real component, positive and finite
   * @throws InvalidInputException if y is not finite or σ not positive
   */
  public GaussianLikelihood(ForwardOperator operator, Field data, double sigma) {
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
        - data.space().components() * Math.log(sigma * Math.sqrt(2 * Math.PI));
  }

  @Override
  public Field gradient(Field z) {
    return data.copy().subtract(z).scale(1 / (sigma * sigma));
  }

  @Override
  public Field draw(Field z, Noise noise, int chain, long step, Purpose purpose) {
    return noise.normals(chain, step, purpose, Field.zeros(z.space())).axpby(sigma, 1, z);
  }

  @Override
  public <C extends Capability> Optional<C> capability(Class<C> type) {
    if (type == LinearGaussian.class && operator instanceof LinearOperator a) {
      return Optional.of(type.cast(new Linear(a, data, sigma)));
    }
    return Optional.empty();
  }

  private record Linear(LinearOperator operator, Field data, double sigma)
      implements LinearGaussian {}
}
