package com.example.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.Linearization;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.Denoiser;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * A smooth Gaussian random field: {@code x ~ N(μ, C)} with {@code C = V diag(c) V*}, V the cosine
 * transform and {@code c ∝ (1 + ℓ²λ)^−α} over the eigenvalues λ of the Laplacian (Whittle and
 * Matérn's covariance). Its denoiser is exact: {@code D(u, σ) = μ + C (C + σ²I)⁻¹ (u − μ)}.
 */
final class RandomField implements Prior, Denoiser, DifferentiableDenoiser {
  private final PriorCard card;
  private final Space space;
  private final double mean;
  private final Cosine cosine;
  private final double[] spectrum;
  private boolean closed;

  /**
   * @param card what it is
   * @param space the images
   * @param mean μ, the same everywhere
   * @param deviation root mean square over the pixels of their standard deviations
   * @param length correlation length ℓ in pixels
   * @param exponent α
   */
  RandomField(
      PriorCard card, Space space, double mean, double deviation, double length, double exponent) {
    this.card = card;
    this.space = space;
    this.mean = mean;
    this.cosine = new Cosine(space);
    this.spectrum = new double[space.size()];
    double trace = 0;
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = Math.pow(1 + length * length * cosine.laplacian(i), -exponent);
      trace += spectrum[i];
    }
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] *= deviation * deviation * spectrum.length / trace;
    }
  }

  @Override
  public PriorCard card() {
    return card;
  }

  @Override
  public List<Field> denoise(List<Field> batch, double sigma) {
    double[] gain = gain(sigma);
    return each(batch, u -> filter(u, gain, mean));
  }

  @Override
  public int maxOpen() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Pullback<List<Field>> linearize(List<Field> batch, double sigma) {
    double[] gain = gain(sigma);
    // The denoiser is affine and its matrix symmetric: one product serves both directions.
    UnaryOperator<List<Field>> product = v -> each(v, f -> filter(f, gain, 0));
    return Linearization.of(denoise(batch, sigma), product, product);
  }

  /** {@code log p_σ(u)} up to a constant: the density whose denoiser this is. */
  double logDensity(double[] u, double sigma) {
    double[] centred = new double[u.length];
    for (int i = 0; i < u.length; i++) {
      centred[i] = u[i] - mean;
    }
    double[] c = cosine.analyse(centred);
    double sum = 0;
    for (int i = 0; i < c.length; i++) {
      sum -= 0.5 * c[i] * c[i] / (spectrum[i] + sigma * sigma);
    }
    return sum;
  }

  @Override
  public void close() {
    closed = true;
  }

  private double[] gain(double sigma) {
    double[] gain = new double[spectrum.length];
    for (int i = 0; i < gain.length; i++) {
      gain[i] = spectrum[i] / (spectrum[i] + sigma * sigma);
    }
    return gain;
  }

  private List<Field> each(List<Field> batch, UnaryOperator<Field> f) {
    if (closed) {
      throw new LifecycleException("the prior was used after it was closed", "create it again");
    }
    List<Field> out = new ArrayList<>(batch.size());
    for (Field u : batch) {
      if (!u.space().equals(space)) {
        throw new ShapeMismatchException(
            "an image is " + u.space(), space.toString(), "pass images of the prior's space");
      }
      out.add(f.apply(u));
    }
    return out;
  }

  private Field filter(Field u, double[] gain, double centre) {
    double[] v = Cosine.widen(u);
    for (int i = 0; i < v.length; i++) {
      v[i] -= centre;
    }
    double[] w = cosine.filter(v, gain);
    Field out = Field.zeros(space);
    for (int i = 0; i < w.length; i++) {
      out.data()[i] = (float) (centre + w[i]);
    }
    return out;
  }
}
