package org.tweedie.operators.mri;

import java.util.Locale;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.numerics.fft.CentredFft;

/**
 * What fixes the phase of sensitivities that are known up to a phase at each pixel. It sets the
 * phase of the image, which is what the prior sees.
 */
enum PhaseReference {
  /**
   * The phase of the low-resolution image belongs to the sensitivities: what is left in the image
   * is small and smooth.
   */
  LOW_RESOLUTION(
      "the phase of the low-resolution image is part of the sensitivities, so the image is nearly"
          + " real"),
  /**
   * The combination of coils along the first principal component of the calibration data has phase
   * 0, as in BART.
   */
  VIRTUAL_COIL(
      "the first principal combination of the coils has phase 0, so the image has the phase that"
          + " this virtual coil sees"),
  /** The first coil has phase 0. */
  FIRST_COIL("coil 0 has phase 0, so the image has the phase that this coil sees");

  private final String sentence;

  PhaseReference(String sentence) {
    this.sentence = sentence;
  }

  /** Says what the phase of the image refers to. */
  String sentence() {
    return sentence;
  }

  /** The word for this reference in options, for example {@code low-resolution}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The reference of this word. */
  static PhaseReference of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * Turns the phase of the maps at each pixel, in place.
   *
   * @param maps complex [coils, ny, nx]
   * @param kspace complex [coils, ny, nx], centred
   * @param calibration its fully sampled block
   */
  void apply(Field maps, Field kspace, Calibration calibration) {
    Field phase =
        switch (this) {
          case LOW_RESOLUTION ->
              Sensitivities.combine(maps, CentredFft.inverse(calibration.lowPass(kspace)));
          case VIRTUAL_COIL -> project(maps, principalComponent(calibration.cut(kspace)));
          case FIRST_COIL -> {
            double[] first = new double[2 * maps.space().dim(0)];
            first[0] = 1;
            yield project(maps, first);
          }
        };
    float[] p = phase.data();
    double[] magnitude = new double[p.length / 2];
    for (int i = 0; i < magnitude.length; i++) {
      magnitude[i] = Math.sqrt((double) p[2 * i] * p[2 * i] + (double) p[2 * i + 1] * p[2 * i + 1]);
    }
    for (int c = 0; c < maps.space().dim(0); c++) {
      turn(maps.data(), c * p.length, p, magnitude);
    }
  }

  /** Multiplies a map by the phase, where there is one. */
  private static void turn(float[] maps, int offset, float[] phase, double[] magnitude) {
    for (int i = 0; i < magnitude.length; i++) {
      int at = offset + 2 * i;
      double re = phase[2 * i];
      double im = phase[2 * i + 1];
      if (magnitude[i] > 0) {
        double r = (maps[at] * re - maps[at + 1] * im) / magnitude[i];
        double s = (maps[at] * im + maps[at + 1] * re) / magnitude[i];
        maps[at] = (float) r;
        maps[at + 1] = (float) s;
      }
    }
  }

  /** {@code Σ_c u_c conj(S_c)} at each pixel: multiplying S by its phase makes {@code u·S} real. */
  private static Field project(Field maps, double[] u) {
    int coils = maps.space().dim(0);
    Field out = Field.zeros(Space.complex(maps.space().dim(1), maps.space().dim(2)));
    int n = out.data().length;
    for (int c = 0; c < coils; c++) {
      for (int i = 0; i < n; i += 2) {
        float re = maps.data()[c * n + i];
        float im = maps.data()[c * n + i + 1];
        out.data()[i] += (float) (u[2 * c] * re + u[2 * c + 1] * im);
        out.data()[i + 1] += (float) (u[2 * c + 1] * re - u[2 * c] * im);
      }
    }
    return out;
  }

  /** The leading eigenvector of the coil covariance {@code Σ k k^H}, interleaved. */
  private static double[] principalComponent(Field block) {
    int coils = block.space().dim(0);
    int n = block.data().length / coils;
    double[] re = new double[coils * coils];
    double[] im = new double[coils * coils];
    float[] d = block.data();
    for (int a = 0; a < coils; a++) {
      for (int b = 0; b < coils; b++) {
        for (int i = 0; i < n; i += 2) {
          double ar = d[a * n + i];
          double ai = d[a * n + i + 1];
          double br = d[b * n + i];
          double bi = d[b * n + i + 1];
          re[a * coils + b] += ar * br + ai * bi;
          im[a * coils + b] += ai * br - ar * bi;
        }
      }
    }
    double[] u = new double[2 * coils];
    Espirit.leadingEigenvector(re, im, u);
    return u;
  }
}
