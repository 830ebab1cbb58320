package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.numerics.statistics.Quantiles;

/**
 * The noise level: from what no image can explain of several coils' data; else from where there is
 * no object; else from the samples farthest from the centre of k-space.
 */
final class NoiseLevel {
  /** What float32 leaves of the largest samples in a margin that was set to 0. */
  private static final double CLEARED = 1e-6;

  /** Share of the samples, farthest from the centre, that the first estimate looks at. */
  private static final double SHARE = 0.05;

  /** λ of the fit, in units of ‖A‖²: small, so that it follows the signal down to the noise. */
  private static final double WEIGHT = 1e-3;

  /** Iterations of the fit. */
  private static final int ITERATIONS = 30;

  /** Share of noise's energy that a fit must leave over, for its residual to tell the level. */
  private static final double LEFT_OVER = 0.2;

  private static final Purpose PROBE = Purpose.of("noise-probe");

  private NoiseLevel() {}

  /**
   * An estimate and what is to be thought of it.
   *
   * @param channels σ of a real component, one for each coil
   * @param source where it comes from, to follow "estimated from"
   * @param doubt why it may be wrong, a clause without a full stop; empty if it is sound
   */
  record Estimate(double[] channels, String source, Optional<String> doubt) {
    /** The root mean square of the channels' levels. */
    double sigma() {
      return pooled(channels);
    }
  }

  /**
   * The best estimate that the data allow.
   *
   * @param pattern the acquired samples
   * @param maps the coil sensitivities, complex [coils, ny, nx]
   * @param samples complex [coils, samples]
   */
  static Estimate estimate(SamplingPattern pattern, Field maps, Field samples) {
    return ofResidual(pattern, maps, samples)
        .map(
            s ->
                new Estimate(
                    s, "what no single image explains of the coils' data", Optional.empty()))
        .orElseGet(() -> ofQuietest(pattern, samples));
  }

  /**
   * σ of a real component, channel by channel, from where there is no object, or from the outermost
   * samples where these are quieter. Signal makes either too large, never too small, so the smaller
   * one is the better; and it shows, by values that are not spread like noise.
   */
  static Estimate ofQuietest(SamplingPattern pattern, Field samples) {
    double[] sigma = ofOutermost(pattern, samples);
    // A standard deviation of the median of the rim, as a share of σ.
    double chance = 0.72 / Math.sqrt(outermost(pattern).length);
    int margins = 0;
    int noise = 0;
    int cleared = 0;
    for (int c = 0; c < sigma.length; c++) {
      Optional<QuietMargin> margin = QuietMargin.find(pattern, samples, c);
      if (margin.isEmpty()) {
        continue;
      }
      QuietMargin m = margin.get();
      margins++;
      if (m.sigma() <= CLEARED * rootMeanSquare(samples, c)) {
        cleared++;
        continue;
      }
      double level = m.isNoise() ? m.sigma() : m.median();
      noise += m.isNoise() && sigma[c] >= (1 - 3 * chance) * level ? 1 : 0;
      // By chance the rim may seem a little quieter than noise alone.
      sigma[c] = sigma[c] < (1 - chance) * level ? sigma[c] : level;
    }
    if (noise == sigma.length) {
      return new Estimate(sigma, "where there is no object", Optional.empty());
    }
    String doubt =
        cleared > 0
            ? "the field of view is empty at its edges, as if its background had been set to 0, and"
                + " σ comes from samples that hold signal"
            : margins > 0
                ? "the object reaches the edges of the field of view, and σ comes from samples that"
                    + " hold signal"
                : "σ comes from the outermost k-space, which holds signal where the image is sharp";
    return new Estimate(
        sigma, "the quietest of the data", Optional.of(doubt + ": it may be too high"));
  }

  private static double rootMeanSquare(Field samples, int coil) {
    int n = samples.data().length / samples.space().dim(0);
    double sum = 0;
    for (int i = coil * n; i < (coil + 1) * n; i++) {
      sum += (double) samples.data()[i] * samples.data()[i];
    }
    return Math.sqrt(sum / n);
  }

  /**
   * σ of a real component, channel by channel, from the outermost samples. The magnitude of complex
   * noise is Rayleigh: its median is {@code σ √(2 ln 2)}. The median leaves the few strong samples
   * of edges out of account; signal all over the outer k-space makes the estimate too large, never
   * too small.
   *
   * @param pattern the acquired samples
   * @param samples complex [coils, samples]
   * @return one σ for each coil
   */
  static double[] ofOutermost(SamplingPattern pattern, Field samples) {
    double[] sigma = medians(samples, outermost(pattern));
    Arrays.setAll(sigma, c -> sigma[c] / Math.sqrt(2 * Math.log(2)));
    return sigma;
  }

  /**
   * σ of a real component, channel by channel, from the residual of {@code argmin ‖Ax − y‖² +
   * λ‖x‖²}. Several coils see one image: they measure more than it takes to know it, and a fit
   * leaves over a part of the noise and nearly none of the signal. How much of the noise it leaves
   * is seen by fitting pure noise of level 1 in the same way; σ is the ratio of the two residuals'
   * median magnitudes, in which the strong samples of the centre, where errors of estimated
   * sensitivities show, do not count.
   *
   * @param pattern the acquired samples
   * @param maps the coil sensitivities, complex [coils, ny, nx]
   * @param samples complex [coils, samples]
   * @return one σ for each coil; empty if the fit leaves too little over, as for a single coil
   */
  static Optional<double[]> ofResidual(SamplingPattern pattern, Field maps, Field samples) {
    if (maps.space().dim(0) == 1) {
      return Optional.empty();
    }
    SenseOperator a = new SenseOperator(pattern, maps, 1e-6, ITERATIONS);
    Field probe = new CounterNoise(0).normals(0, 0, PROBE, Field.zeros(samples.space()));
    double energy = probe.normSquared();
    Field unit = residual(a, probe);
    if (unit.normSquared() < LEFT_OVER * energy) {
      return Optional.empty();
    }
    int[] all = IntStream.range(0, pattern.count()).toArray();
    double[] sigma = medians(residual(a, samples), all);
    double[] ofUnit = medians(unit, all);
    Arrays.setAll(sigma, c -> sigma[c] / ofUnit[c]);
    return Optional.of(sigma);
  }

  /** {@code y − A (A*A + λ)⁻¹ A*y}. */
  private static Field residual(SenseOperator a, Field y) {
    Field x = a.regularised(WEIGHT, a.adjoint(y)).x();
    return a.apply(x).axpby(-1, 1, y);
  }

  /** The median magnitude of each channel's chosen samples. */
  private static double[] medians(Field samples, int[] chosen) {
    int coils = samples.space().dim(0);
    float[] magnitude = Quantiles.magnitude(samples);
    double[] median = new double[coils];
    for (int c = 0; c < coils; c++) {
      float[] m = new float[chosen.length];
      for (int i = 0; i < chosen.length; i++) {
        m[i] = magnitude[c * samples.space().dim(1) + chosen[i]];
      }
      median[c] = Quantiles.quantile(m, 0.5);
    }
    return median;
  }

  /** The root mean square of the channels' levels. */
  static double pooled(double[] sigma) {
    return Math.sqrt(Arrays.stream(sigma).map(s -> s * s).average().orElseThrow());
  }

  /** Numbers of the samples with the largest distance, each axis counted in units of its extent. */
  private static int[] outermost(SamplingPattern pattern) {
    float[] distance = new float[pattern.count()];
    for (int i = 0; i < distance.length; i++) {
      int s = pattern.samples()[i];
      distance[i] =
          (float)
              Math.hypot(
                  (double) (s / pattern.nx() - pattern.ny() / 2) / pattern.ny(),
                  (double) (s % pattern.nx() - pattern.nx() / 2) / pattern.nx());
    }
    double limit = Quantiles.quantile(distance, 1 - SHARE);
    return IntStream.range(0, distance.length).filter(i -> distance[i] >= limit).toArray();
  }
}
