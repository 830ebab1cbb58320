package org.tweedie.operators.mri;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;

/**
 * A smooth random phase: a uniform constant and a Gaussian random field of at most one and a half
 * periods across the image, {@code Σ g_pq cos(πpx) cos(πqy) / (p² + q²)}, 0 ≤ p, q ≤ 3.
 */
final class SmoothPhase {
  private static final Purpose FIELD = Purpose.of("mri.phase");
  private static final Purpose CONSTANT = Purpose.of("mri.phase.constant");
  private static final int ORDER = 3;

  private SmoothPhase() {}

  /**
   * Gives a real image a phase.
   *
   * @param image real [ny, nx]
   * @param radians expected root mean square of the varying part over the image
   * @return complex [ny, nx]
   */
  static Field apply(Field image, double radians, Noise noise) {
    int ny = image.space().dim(0);
    int nx = image.space().dim(1);
    int terms = ORDER + 1;
    float[] g = noise.normals(0, 0, FIELD, Field.zeros(Space.real(terms * terms))).data();
    double constant = 2 * Math.PI * noise.uniform(0, 0, CONSTANT);
    double[] weight = new double[terms * terms];
    double variance = 0;
    for (int t = 1; t < weight.length; t++) {
      int p = t / terms;
      int q = t % terms;
      weight[t] = 1.0 / (p * p + q * q);
      variance += weight[t] * weight[t] * (p == 0 ? 1 : 0.5) * (q == 0 ? 1 : 0.5);
    }
    Field out = Field.zeros(Space.complex(ny, nx));
    for (int i = 0; i < ny * nx; i++) {
      double y = (i / nx + 0.5) / ny;
      double x = (i % nx + 0.5) / nx;
      double phase = 0;
      for (int t = 1; t < weight.length; t++) {
        int p = t / terms;
        int q = t % terms;
        phase += weight[t] * g[t] * Math.cos(Math.PI * p * y) * Math.cos(Math.PI * q * x);
      }
      phase = constant + radians * phase / Math.sqrt(variance);
      out.data()[2 * i] = (float) (image.data()[i] * Math.cos(phase));
      out.data()[2 * i + 1] = (float) (image.data()[i] * Math.sin(phase));
    }
    return out;
  }
}
