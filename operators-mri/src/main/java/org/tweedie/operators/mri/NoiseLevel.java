package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.tweedie.api.field.Field;
import org.tweedie.numerics.statistics.Quantiles;

/** The noise level from the samples farthest from the centre of k-space. */
final class NoiseLevel {
  /** Share of the samples, farthest from the centre, that the estimate looks at. */
  private static final double SHARE = 0.05;

  private NoiseLevel() {}

  /**
   * σ of a real component, channel by channel. The magnitude of complex noise is Rayleigh: its
   * median is {@code σ √(2 ln 2)}. The median leaves the few strong samples of edges out of
   * account; signal all over the outer k-space makes the estimate too large, never too small.
   *
   * @param pattern the acquired samples
   * @param samples complex [coils, samples]
   * @return one σ for each coil
   */
  static double[] ofChannels(SamplingPattern pattern, Field samples) {
    int coils = samples.space().dim(0);
    int[] outer = outermost(pattern);
    float[] magnitude = Quantiles.magnitude(samples);
    double[] sigma = new double[coils];
    for (int c = 0; c < coils; c++) {
      float[] m = new float[outer.length];
      for (int i = 0; i < outer.length; i++) {
        m[i] = magnitude[c * pattern.count() + outer[i]];
      }
      sigma[c] = Quantiles.quantile(m, 0.5) / Math.sqrt(2 * Math.log(2));
    }
    return sigma;
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
