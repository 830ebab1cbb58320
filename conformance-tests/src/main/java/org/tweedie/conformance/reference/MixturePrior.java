package org.tweedie.conformance.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * The prior of a {@link Mixture} over the real components of one space, with everything in closed
 * form and in double precision inside: the test bench of the sampler rules.
 */
public class MixturePrior implements Prior, Denoiser, DifferentiableDenoiser, ExactPosterior {
  private static final int CACHED_LEVELS = 4096;
  private final Mixture mixture;
  private final Space space;
  private final Map<Double, ExactDenoiser> levels = new HashMap<>();
  private boolean closed;
  private int open;

  /**
   * @param mixture the law of the real components
   * @param space the space of the images, of as many components
   */
  public MixturePrior(Mixture mixture, Space space) {
    if (mixture.dimension() != space.components()) {
      throw new IllegalArgumentException(
          "a mixture in " + mixture.dimension() + " dimensions does not fit " + space);
    }
    this.mixture = mixture;
    this.space = space;
  }

  /** The law of the real components. */
  public final Mixture mixture() {
    return mixture;
  }

  @Override
  public PriorCard card() {
    return PriorCard.builder("reference", SpacePattern.of(space.scalar(), space.shape()))
        .description("A closed-form mixture of Gaussians.")
        .build();
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    return evaluate(batch, sigma, null);
  }

  @Override
  public int maxOpen() {
    return 8;
  }

  @Override
  public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
    if (open >= maxOpen()) {
      throw new LifecycleException(open + " pullbacks of this prior are open", "close one first");
    }
    List<Matrix> jacobians = new ArrayList<>();
    List<Field> value = evaluate(batch, sigma, jacobians);
    open++;
    return new Released(
        Linearization.of(value, v -> products(jacobians, v), v -> products(jacobians, v)));
  }

  @Override
  public Posterior posterior(LinearGaussian likelihood) {
    Matrix a = Coordinates.matrix(likelihood.operator());
    double[] y = Coordinates.of(likelihood.data());
    return new MixturePosterior(
        space,
        mixture.posterior(a, y, likelihood.sigma()),
        mixture.logEvidence(a, y, likelihood.sigma()));
  }

  @Override
  public void close() {
    closed = true;
  }

  private List<Field> evaluate(List<Field> batch, double sigma, List<Matrix> jacobians) {
    if (closed) {
      throw new LifecycleException("the prior was used after it was closed", "create it again");
    }
    if (levels.size() > CACHED_LEVELS) {
      levels.clear();
    }
    ExactDenoiser level = levels.computeIfAbsent(sigma, s -> new ExactDenoiser(mixture, s));
    List<Field> out = new ArrayList<>(batch.size());
    for (Field u : batch) {
      if (!u.space().equals(space)) {
        throw new ShapeMismatchException(
            "an image is " + u.space(), space.toString(), "pass images of that space");
      }
      ExactDenoiser.Value v = level.at(Coordinates.of(u), jacobians != null);
      out.add(Coordinates.field(space, v.mean()));
      if (jacobians != null) {
        jacobians.add(v.jacobian());
      }
    }
    return out;
  }

  /** The Jacobian is symmetric: σ²J is a covariance. */
  private List<Field> products(List<Matrix> jacobians, List<Field> v) {
    List<Field> out = new ArrayList<>(v.size());
    for (int i = 0; i < v.size(); i++) {
      out.add(Coordinates.field(space, jacobians.get(i).times(Coordinates.of(v.get(i)))));
    }
    return out;
  }

  /** Gives its place back when it is closed. */
  private final class Released implements Pullback<List<Field>> {
    private final Linearization<List<Field>> at;
    private boolean released;

    Released(Linearization<List<Field>> at) {
      this.at = at;
    }

    @Override
    public List<Field> value() {
      return at.value();
    }

    @Override
    public List<Field> vjp(List<Field> u) {
      return at.vjp(u);
    }

    @Override
    public void close() {
      at.close();
      open -= released ? 0 : 1;
      released = true;
    }
  }

  private record MixturePosterior(Space space, Mixture law, double logEvidence)
      implements Posterior {
    @Override
    public Field mean() {
      return Coordinates.field(space, law.mean());
    }

    @Override
    public Field variance() {
      Matrix c = law.covariance();
      double[] v = new double[c.rows()];
      for (int i = 0; i < v.length; i++) {
        v[i] = c.get(i, i);
      }
      return Coordinates.field(space, v);
    }

    @Override
    public Field draw(Noise noise, int chain, long step, Purpose purpose) {
      // The uniform number of the source seeds a generator: the reference favours plainness.
      long seed = Double.doubleToLongBits(noise.uniform(chain, step, purpose));
      return Coordinates.field(space, law.draw(new Random(seed)));
    }
  }
}
