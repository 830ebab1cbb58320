package org.tweedie.priors.analytic;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
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
import org.tweedie.api.spi.operator.LinearOperator;
import org.tweedie.api.spi.prior.ColouredNoise;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.PosteriorDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.numerics.fft.CentredFft;
import org.tweedie.numerics.krylov.ConjugateGradients;

/**
 * A stationary Gaussian prior on images of any size: constant mean and a circulant covariance,
 * which the Fourier transform makes diagonal, so that the exact denoiser is Wiener's filter {@code
 * D(u, σ) = μ + F*[S/(S + σ²) F(u − μ)]}. Real and imaginary parts are independent and alike. Noise
 * is coloured by the prior's own covariance.
 *
 * <p>Not an image model to be proud of, but a prior with exact answers that needs no network.
 */
public final class StationaryGaussianPrior
    implements Prior, Denoiser, DifferentiableDenoiser, PosteriorDenoiser, ColouredNoise {
  /** The shape of the covariance as a function of the distance r in pixels. */
  public enum Covariance {
    /** Independent pixels. */
    WHITE,
    /** {@code exp(−r/ℓ)}: rough images with edges. */
    EXPONENTIAL,
    /** {@code exp(−r²/(2ℓ²))}: smooth images. */
    GAUSSIAN
  }

  private static final double SIGMA_MAX = 1e6;

  /** Where float32 ends, and a limit that only a condition beyond float32 reaches. */
  private static final ConjugateGradients.Stop STOP = new ConjugateGradients.Stop(1e-7, 0, 1000);

  private final Space space;
  private final double mean;
  private final double[] spectrum; // variance of each coefficient of the unitary centred transform
  private final PriorCard card;
  private boolean closed;

  /**
   * A prior.
   *
   * @param space real or complex images of two axes
   * @param mean μ, of the real parts; imaginary parts have mean 0
   * @param deviation standard deviation of each real component, positive
   * @param covariance its shape
   * @param correlation ℓ in pixels, positive unless the covariance is white
   * @throws InvalidInputException if a number is out of range
   */
  public StationaryGaussianPrior(
      Space space, double mean, double deviation, Covariance covariance, double correlation) {
    this.card = card(deviation, covariance, correlation);
    if (!card.accepts(space)) {
      throw new ShapeMismatchException(
          "the image space is " + space, card.spacesInWords(), "use images of two axes");
    }
    if (!(deviation > 0) || !(correlation > 0 || covariance == Covariance.WHITE)) {
      throw new InvalidInputException(
          "the prior has standard deviation " + deviation + " and correlation " + correlation,
          "give positive numbers");
    }
    this.space = space;
    this.mean = mean;
    this.spectrum = spectrum(space, deviation, covariance, correlation);
  }

  static PriorCard card(double deviation, Covariance covariance, double correlation) {
    String name = covariance.name().toLowerCase(Locale.ROOT);
    return PriorCard.builder(
            "gaussian", SpacePattern.eitherScalar(SpacePattern.ANY, SpacePattern.ANY))
        .description(
            "A stationary Gaussian with standard deviation "
                + deviation
                + " and "
                + name
                + " covariance"
                + (covariance == Covariance.WHITE ? "." : " of " + correlation + " pixels."))
        .range(PriorCard.ValueRange.of(0, 1))
        .sigma(0, SIGMA_MAX)
        .licence("Apache-2.0")
        .build();
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    open();
    return batch.stream().map(u -> aroundMean(u, v -> wiener(v, sigma))).toList();
  }

  /**
   * Exact up to a solve by conjugate gradients, to a relative residual of 1e-7: the denoiser that
   * knows no data, moved by what the data say of its error.
   */
  @Override
  public List<Field> denoise(Likelihood likelihood, List<Field> batch, double sigma) {
    LinearGaussian data = LinearData.of(likelihood, card);
    return denoise(batch, sigma).stream().map(w -> moved(w, data, sigma)).toList();
  }

  /** {@code w + PA*(APA* + σ_y²)⁻¹(y − Aw)}, where N(w, P) is the law of x₀ given u. */
  private Field moved(Field w, LinearGaussian data, double sigma) {
    LinearOperator a = data.operator();
    double variance = data.sigma() * data.sigma();
    UnaryOperator<Field> spread = v -> filtered(v, s -> s / (1 + s / (sigma * sigma)));
    Field residual = data.data().copy().subtract(a.apply(w));
    Field weights =
        ConjugateGradients.solve(
                q -> a.apply(spread.apply(a.adjoint(q))).axpy(variance, q),
                residual,
                Field.zeros(residual.space()),
                STOP)
            .x();
    return w.add(spread.apply(a.adjoint(weights)));
  }

  @Override
  public Field root(Field white) {
    open();
    return filtered(white.require(space, "the white noise"), Math::sqrt);
  }

  @Override
  public Field product(Field x) {
    open();
    return filtered(x.require(space, "the image"), s -> s);
  }

  /** Of the prior's own covariance, the noise is the same fraction of every coefficient. */
  @Override
  public List<Field> denoiseColoured(List<Field> batch, double sigma) {
    open();
    double kept = 1 / (1 + sigma * sigma);
    return batch.stream().map(u -> aroundMean(u, v -> v.scale(kept))).toList();
  }

  @Override
  public int maxOpen() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
    // The filter is linear and symmetric: its own Jacobian, transposed or not.
    UnaryOperator<List<Field>> product =
        v -> v.stream().map(f -> wiener(f.require(space, "the cotangent"), sigma)).toList();
    return Linearization.of(denoise(batch, sigma), product, product);
  }

  /**
   * A draw from the prior, a new field.
   *
   * @param noise the source
   * @param chain global chain number
   * @param step step of the run
   * @param purpose what the draw is for
   */
  public Field draw(Noise noise, int chain, long step, Purpose purpose) {
    return shifted(root(noise.normals(chain, step, purpose, Field.zeros(space))), mean);
  }

  @Override
  public void close() {
    closed = true;
  }

  private void open() {
    if (closed) {
      throw new LifecycleException("the prior was used after it was closed", "create it again");
    }
  }

  private Field aroundMean(Field u, UnaryOperator<Field> linear) {
    Field offset = shifted(u.require(space, "the image").copy(), -mean);
    return shifted(linear.apply(offset), mean);
  }

  private Field wiener(Field v, double sigma) {
    return filtered(v, s -> s / (s + sigma * sigma));
  }

  /** {@code F* g(S) F v}, a new field; g(S) is even in frequency, so real fields stay real. */
  private Field filtered(Field v, DoubleUnaryOperator g) {
    boolean complex = space.isComplex();
    Field k = CentredFft.forward(complex ? v : widened(v));
    float[] d = k.data();
    for (int i = 0; i < spectrum.length; i++) {
      float w = (float) g.applyAsDouble(spectrum[i]);
      d[2 * i] *= w;
      d[2 * i + 1] *= w;
    }
    Field x = CentredFft.inverse(k);
    return complex ? x : realPart(x);
  }

  private Field shifted(Field x, double by) {
    float[] d = x.data();
    for (int i = 0; i < d.length; i += space.scalar().components()) {
      d[i] += (float) by;
    }
    return x;
  }

  private Field widened(Field v) {
    Field out = Field.zeros(space.with(Scalar.COMPLEX));
    for (int i = 0; i < v.data().length; i++) {
      out.data()[2 * i] = v.data()[i];
    }
    return out;
  }

  private Field realPart(Field x) {
    Field out = Field.zeros(space);
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = x.data()[2 * i];
    }
    return out;
  }

  /** Scaled so that its mean, the variance of a pixel, is that of the prior. */
  private static double[] spectrum(
      Space space, double deviation, Covariance covariance, double correlation) {
    int ny = space.dim(0);
    int nx = space.dim(1);
    double[] s = new double[ny * nx];
    double total = 0;
    for (int i = 0; i < ny; i++) {
      double fy = (double) (i - ny / 2) / ny;
      for (int j = 0; j < nx; j++) {
        double fx = (double) (j - nx / 2) / nx;
        // (2πℓf)²; the transforms of the covariances in the plane, up to a constant.
        double q = Math.pow(2 * Math.PI * correlation, 2) * (fx * fx + fy * fy);
        s[i * nx + j] =
            switch (covariance) {
              case WHITE -> 1;
              case EXPONENTIAL -> Math.pow(1 + q, -1.5);
              case GAUSSIAN -> Math.exp(-0.5 * q);
            };
        total += s[i * nx + j];
      }
    }
    double scale = deviation * deviation * s.length / total;
    for (int i = 0; i < s.length; i++) {
      s[i] *= scale;
    }
    return s;
  }
}
