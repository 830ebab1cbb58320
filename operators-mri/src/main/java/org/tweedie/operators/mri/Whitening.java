package org.tweedie.operators.mri;

import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;

/**
 * Makes the noise of the channels uncorrelated and of equal level, from a scan without signal:
 * {@code W = σ̄ L⁻¹} with the Cholesky factor of the covariance of a real component, {@code Ψ = E[n
 * n^H] / 2 = L L^H}, and {@code σ̄² = tr Ψ / coils}, so that data keep their units.
 */
final class Whitening {
  private final int coils;

  /** L, lower triangular with a real diagonal, interleaved rows. */
  private final double[] factor;

  private final double sigma;

  /**
   * @param scan noise, complex [coils, ...], more samples than coils
   * @throws InvalidInputException if the scan does not determine the covariance
   */
  Whitening(Field scan) {
    this.coils = scan.space().dim(0);
    int n = scan.space().size() / coils;
    if (!scan.isFinite()) {
      throw new InvalidInputException(
          "the noise scan holds a NaN or an infinity", "remove the samples that were not measured");
    }
    double[] psi = new double[2 * coils * coils];
    float[] d = scan.data();
    for (int a = 0; a < coils; a++) {
      for (int b = 0; b <= a; b++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < n; i++) {
          int p = 2 * (a * n + i);
          int q = 2 * (b * n + i);
          re += (double) d[p] * d[q] + (double) d[p + 1] * d[q + 1];
          im += (double) d[p + 1] * d[q] - (double) d[p] * d[q + 1];
        }
        psi[2 * (a * coils + b)] = re / (2 * n);
        psi[2 * (a * coils + b) + 1] = im / (2 * n);
      }
    }
    double trace = 0;
    for (int a = 0; a < coils; a++) {
      trace += psi[2 * (a * coils + a)];
    }
    this.sigma = Math.sqrt(trace / coils);
    this.factor = psi;
    cholesky();
  }

  /** Replaces Ψ by its factor. */
  private void cholesky() {
    double[] l = factor;
    for (int a = 0; a < coils; a++) {
      for (int b = 0; b <= a; b++) {
        double re = l[2 * (a * coils + b)];
        double im = l[2 * (a * coils + b) + 1];
        for (int k = 0; k < b; k++) {
          int p = 2 * (a * coils + k);
          int q = 2 * (b * coils + k);
          re -= l[p] * l[q] + l[p + 1] * l[q + 1];
          im -= l[p + 1] * l[q] - l[p] * l[q + 1];
        }
        if (a == b) {
          // Less than 1e-10 of the mean power cannot be told from rounding in float32 data.
          if (!(re > 1e-10 * sigma * sigma)) {
            throw new InvalidInputException(
                "the noise of channel " + a + " is zero or a combination of other channels' noise",
                "give a noise scan with more samples than coils, taken with every channel on");
          }
          l[2 * (a * coils + a)] = Math.sqrt(re);
          l[2 * (a * coils + a) + 1] = 0;
        } else {
          double diagonal = l[2 * (b * coils + b)];
          l[2 * (a * coils + b)] = re / diagonal;
          l[2 * (a * coils + b) + 1] = im / diagonal;
        }
      }
    }
  }

  /** σ̄: the level of a real component after {@link #apply}. */
  double sigma() {
    return sigma;
  }

  /**
   * {@code W x} over the first axis, a new field.
   *
   * @param x complex [coils, ...]
   */
  Field apply(Field x) {
    Field out = x.copy();
    float[] d = out.data();
    int n = x.space().size() / coils;
    double[] re = new double[coils];
    double[] im = new double[coils];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < coils; a++) {
        int p = 2 * (a * n + i);
        re[a] = d[p];
        im[a] = d[p + 1];
        for (int k = 0; k < a; k++) {
          double lr = factor[2 * (a * coils + k)];
          double li = factor[2 * (a * coils + k) + 1];
          re[a] -= lr * re[k] - li * im[k];
          im[a] -= lr * im[k] + li * re[k];
        }
        re[a] /= factor[2 * (a * coils + a)];
        im[a] /= factor[2 * (a * coils + a)];
        d[p] = (float) (sigma * re[a]);
        d[p + 1] = (float) (sigma * im[a]);
      }
    }
    return out;
  }

  /**
   * {@code W⁻¹ x} over the first axis, a new field.
   *
   * @param x complex [coils, ...]
   */
  Field undo(Field x) {
    Field out = Field.zeros(x.space());
    float[] d = x.data();
    int n = x.space().size() / coils;
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < coils; a++) {
        double re = 0;
        double im = 0;
        for (int k = 0; k <= a; k++) {
          double lr = factor[2 * (a * coils + k)];
          double li = factor[2 * (a * coils + k) + 1];
          double r = d[2 * (k * n + i)];
          double s = d[2 * (k * n + i) + 1];
          re += lr * r - li * s;
          im += lr * s + li * r;
        }
        out.data()[2 * (a * n + i)] = (float) (re / sigma);
        out.data()[2 * (a * n + i) + 1] = (float) (im / sigma);
      }
    }
    return out;
  }

  /**
   * Scales maps that were estimated from whitened channels, so that in the channels as they were
   * measured their root-sum-of-squares is 1. Then the image has the units and the shading that it
   * has without a noise scan; unit maps of whitened channels would give it those of {@code |W S|}.
   *
   * @param maps estimated from whitened data, complex [coils, ny, nx]
   * @return a new field: real positive multiples of the maps, 0 where they are 0
   */
  Field normalise(Field maps) {
    Field out = maps.copy();
    double[] power = Sensitivities.sumOfSquares(undo(maps));
    for (int i = 0; i < out.data().length; i++) {
      double measured = Math.sqrt(power[i / 2 % power.length]);
      if (measured > 0) {
        out.data()[i] /= (float) measured;
      }
    }
    return out;
  }
}
