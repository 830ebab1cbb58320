package org.tweedie.priors.analytic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.operator.Likelihood;
import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.numerics.dense.Matrix;

/**
 * A Gaussian mixture as a prior on any small space, in its real coordinates (complex elements count
 * as re, im). Computes in double precision and rounds to float32 only at its border. Each element
 * of a batch is computed alone, so results do not depend on the batch to the bit.
 */
public final class GaussianMixturePrior
    implements Prior, Denoiser, DifferentiableDenoiser, ExactPosterior, PosteriorDenoiser {
  // Beyond this a float32 of the noisy image holds nothing of an image of unit size.
  private static final double SIGMA_MAX = 1e6;

  private final GaussianMixture mixture;
  private final Space space;
  private final PriorCard card;
  private boolean closed;

  /**
   * A prior.
   *
   * @param mixture of dimension {@code space.components()}
   * @param space the space of the images
   * @throws InvalidInputException if the dimensions differ
   */
  public GaussianMixturePrior(GaussianMixture mixture, Space space) {
    if (mixture.dimension() != space.components()) {
      throw new InvalidInputException(
          "the Gaussian mixture has dimension "
              + mixture.dimension()
              + " and the image space "
              + space
              + " has "
              + space.components()
              + " real components",
          "give means and covariances in the real coordinates of the image");
    }
    this.mixture = mixture;
    this.space = space;
    PriorCard vectors = card(mixture);
    this.card =
        vectors.accepts(space)
            ? vectors
            : vectors.alsoServing(SpacePattern.of(space.scalar(), space.shape()));
  }

  /** The card of the prior on vectors: real, and complex if the real coordinates come in pairs. */
  static PriorCard card(GaussianMixture mixture) {
    int d = mixture.dimension();
    int k = mixture.weights().length;
    PriorCard card =
        PriorCard.builder(k == 1 ? "gaussian" : "mixture", SpacePattern.of(Scalar.REAL, d))
            .description(
                (k == 1 ? "A Gaussian" : "A mixture of " + k + " Gaussians")
                    + " on "
                    + d
                    + " real components, with exact denoiser, derivative and posterior.")
            .sigma(0, SIGMA_MAX)
            .licence("Apache-2.0")
            .build();
    return d % 2 == 0 ? card.alsoServing(SpacePattern.of(Scalar.COMPLEX, d / 2)) : card;
  }

  /** The distribution. */
  public GaussianMixture mixture() {
    return mixture;
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    open();
    return denoise(mixture, batch, sigma);
  }

  /** In closed form: the posterior of linear-Gaussian data is a mixture, with a denoiser. */
  @Override
  public List<Field> denoise(Likelihood likelihood, List<Field> batch, double sigma) {
    open();
    return denoise(conditioned(LinearData.of(likelihood, card)).posterior(), batch, sigma);
  }

  private List<Field> denoise(GaussianMixture law, List<Field> batch, double sigma) {
    return batch.stream().map(u -> field(law.denoise(coordinates(u), sigma))).toList();
  }

  @Override
  public int maxOpen() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
    List<Field> value = denoise(batch, sigma);
    List<double[]> points = batch.stream().map(this::coordinates).toList();
    UnaryOperator<List<Field>> product =
        v -> {
          List<Field> out = new ArrayList<>(v.size());
          for (int i = 0; i < points.size(); i++) {
            out.add(field(mixture.jacobianProduct(points.get(i), sigma, coordinates(v.get(i)))));
          }
          return out;
        };
    return Linearization.of(value, product, product);
  }

  @Override
  public Posterior posterior(LinearGaussian likelihood) {
    open();
    GaussianMixture.Conditioned c = conditioned(likelihood);
    return new MixturePosterior(c.posterior(), c.logEvidence());
  }

  private GaussianMixture.Conditioned conditioned(LinearGaussian likelihood) {
    double[] y = widen(likelihood.data());
    double[][] columns = new double[space.components()][];
    for (int j = 0; j < columns.length; j++) {
      Field e = Field.zeros(space);
      e.data()[j] = 1;
      columns[j] = widen(likelihood.operator().apply(e));
    }
    double[][] a = Matrix.of(columns).transpose().toArray();
    return mixture.condition(a, y, likelihood.sigma());
  }

  @Override
  public void close() {
    closed = true;
  }

  /** The posterior in the coordinates of this prior's space. */
  private final class MixturePosterior implements Posterior {
    private final GaussianMixture law;
    private final double logEvidence;

    MixturePosterior(GaussianMixture law, double logEvidence) {
      this.law = law;
      this.logEvidence = logEvidence;
    }

    @Override
    public Field mean() {
      return field(law.mean());
    }

    @Override
    public Field variance() {
      double[][] c = law.covariance();
      double[] d = new double[c.length];
      for (int i = 0; i < d.length; i++) {
        d[i] = c[i][i];
      }
      return field(d);
    }

    @Override
    public double logEvidence() {
      return logEvidence;
    }

    @Override
    public Field draw(Noise noise, int chain, long step, Purpose purpose) {
      double[] normals = widen(noise.normals(chain, step, purpose, Field.zeros(space)));
      double uniform = noise.uniform(chain, step, Purpose.of(purpose.name() + ".component"));
      return field(law.draw(uniform, normals));
    }
  }

  private void open() {
    if (closed) {
      throw new LifecycleException("the prior was used after it was closed", "create it again");
    }
  }

  private double[] coordinates(Field u) {
    return widen(u.require(space, "an image"));
  }

  private static double[] widen(Field u) {
    double[] out = new double[u.data().length];
    for (int i = 0; i < out.length; i++) {
      out[i] = u.data()[i];
    }
    return out;
  }

  private Field field(double[] v) {
    float[] out = new float[v.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) v[i];
    }
    return Field.wrap(space, out);
  }
}
