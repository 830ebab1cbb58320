package org.tweedie.numerics.fft;

import java.util.HashMap;
import java.util.Map;
import org.jtransforms.fft.FloatFFT_1D;
import org.visnow.jlargearrays.ConcurrencyUtils;

/**
 * Transforms of lengths with a large prime factor, column by column, by JTransforms. Its plans
 * write to scratch of their own, so every thread has its own plans, and its own threads are off:
 * callers run in parallel over coils or chains.
 */
final class BluesteinColumns {
  private static final ThreadLocal<Map<Integer, FloatFFT_1D>> PLANS =
      ThreadLocal.withInitial(
          () -> {
            ConcurrencyUtils.setNumberOfThreads(1);
            return new HashMap<>();
          });

  private BluesteinColumns() {}

  /**
   * {@code X_k = Σ_j x_j exp(−2πi jk/n)} of every column, in place and in natural order.
   *
   * @param n the length
   * @param re n rows of real parts, all of one length
   * @param im n rows of imaginary parts, of the same length
   */
  static void forward(int n, float[][] re, float[][] im) {
    FloatFFT_1D plan = PLANS.get().computeIfAbsent(n, FloatFFT_1D::new);
    float[] column = new float[2 * n];
    for (int c = 0; c < re[0].length; c++) {
      for (int j = 0; j < n; j++) {
        column[2 * j] = re[j][c];
        column[2 * j + 1] = im[j][c];
      }
      plan.complexForward(column);
      for (int j = 0; j < n; j++) {
        re[j][c] = column[2 * j];
        im[j][c] = column[2 * j + 1];
      }
    }
  }
}
