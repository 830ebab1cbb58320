package org.tweedie.numerics.fft;

import java.util.Arrays;

/**
 * One layer of {@link Dft}: blocks of {@code radix·stride} rows become {@code radix} blocks each.
 * Loops run along rows and touch at most four arrays, or they are not turned into vector
 * instructions.
 */
final class Stage {
  private static final float SIN_3 = (float) StrictMath.sin(2 * Math.PI / 3);
  private static final float COS_5 = (float) StrictMath.cos(2 * Math.PI / 5);
  private static final float COS_10 = (float) StrictMath.cos(4 * Math.PI / 5);
  private static final float SIN_5 = (float) StrictMath.sin(2 * Math.PI / 5);
  private static final float SIN_10 = (float) StrictMath.sin(4 * Math.PI / 5);

  /** Where a radix-4 butterfly, made of two layers of radix 2, leaves its outputs. */
  private static final int[] SLOT_4 = {0, 2, 1, 3};

  final int radix;
  final int stride;
  final float[] twiddleRe;
  final float[] twiddleIm;

  /** For primes above 5: half of the radix. */
  private final int half;

  /** cos 2π jk/radix at [k][j] for j and k up to a half; 0 for two more j. */
  private final float[][] cos;

  private final float[][] sin;

  Stage(int radix, int length) {
    this.radix = radix;
    this.stride = length / radix;
    this.twiddleRe = new float[length];
    this.twiddleIm = new float[length];
    for (int p = 0; p < stride; p++) {
      for (int k = 0; k < radix; k++) {
        double angle = -2 * Math.PI * ((long) p * k % length) / length;
        twiddleRe[p * radix + k] = (float) StrictMath.cos(angle);
        twiddleIm[p * radix + k] = (float) StrictMath.sin(angle);
      }
    }
    this.half = radix > 5 ? radix / 2 : 0;
    this.cos = new float[half + 1][half + 3];
    this.sin = new float[half + 1][half + 3];
    for (int k = 1; k <= half; k++) {
      for (int j = 1; j <= half; j++) {
        double angle = 2 * Math.PI * ((long) k * j % radix) / radix;
        cos[k][j] = (float) StrictMath.cos(angle);
        sin[k][j] = (float) StrictMath.sin(angle);
      }
    }
  }

  /** In which block, of those that a block becomes, a frequency's digit is found. */
  int slot(int digit) {
    return radix == 4 ? SLOT_4[digit] : digit;
  }

  void apply(float[][] re, float[][] im, int n, int width) {
    float[][] sums = new float[half > 0 ? half + 3 : 0][width];
    float[][] differences = new float[sums.length][width];
    for (int block = 0; block < n; block += radix * stride) {
      for (int p = 0; p < stride; p++) {
        int a = block + p;
        switch (radix) {
          case 2 -> butterfly2(re, im, a, p);
          case 3 -> butterfly3(re, im, a, p);
          case 4 -> butterfly4(re, im, a, p);
          case 5 -> butterfly5(re, im, a, p);
          default -> butterfly(re, im, a, p, sums, differences);
        }
      }
    }
  }

  private void butterfly2(float[][] re, float[][] im, int a, int p) {
    int b = a + stride;
    sumAndDifference(re[a], re[b]);
    sumAndDifference(im[a], im[b]);
    multiply(re[b], im[b], twiddleRe[2 * p + 1], twiddleIm[2 * p + 1]);
  }

  private void butterfly3(float[][] re, float[][] im, int a, int p) {
    int b = a + stride;
    int c = b + stride;
    mix3(re[a], re[b], re[c]);
    mix3(im[a], im[b], im[c]);
    rotate(re, im, b, c, 3 * p + 1, 3 * p + 2);
  }

  private void butterfly4(float[][] re, float[][] im, int a, int p) {
    int b = a + stride;
    int c = b + stride;
    int d = c + stride;
    sumAndDifference(re[a], re[c]);
    sumAndDifference(im[a], im[c]);
    sumAndDifference(re[b], re[d]);
    sumAndDifference(im[b], im[d]);
    sumAndDifference(re[a], re[b]);
    sumAndDifference(im[a], im[b]);
    multiply(re[b], im[b], twiddleRe[4 * p + 2], twiddleIm[4 * p + 2]);
    rotate(re, im, c, d, 4 * p + 1, 4 * p + 3);
  }

  private void butterfly5(float[][] re, float[][] im, int a, int p) {
    int b = a + stride;
    int c = b + stride;
    int d = c + stride;
    int e = d + stride;
    sumAndDifference(re[b], re[e]);
    sumAndDifference(im[b], im[e]);
    sumAndDifference(re[c], re[d]);
    sumAndDifference(im[c], im[d]);
    even5(re[a], re[b], re[c]);
    even5(im[a], im[b], im[c]);
    odd5(re[e], re[d]);
    odd5(im[e], im[d]);
    rotate(re, im, b, e, 5 * p + 1, 5 * p + 4);
    rotate(re, im, c, d, 5 * p + 2, 5 * p + 3);
  }

  /**
   * Any odd prime: outputs k and radix − k share {@code x_0 + Σ_j cos(2πjk/r)(x_j + x_{r−j})} and
   * {@code Σ_j sin(2πjk/r)(x_j − x_{r−j})}.
   */
  private void butterfly(
      float[][] re, float[][] im, int a, int p, float[][] sums, float[][] differences) {
    mix(re, a, sums, differences);
    mix(im, a, sums, differences);
    for (int k = 1; k <= half; k++) {
      int l = radix - k;
      rotate(re, im, a + k * stride, a + l * stride, radix * p + k, radix * p + l);
    }
  }

  private void mix(float[][] x, int a, float[][] sums, float[][] differences) {
    System.arraycopy(x[a], 0, sums[0], 0, x[a].length);
    for (int j = 1; j <= half; j++) {
      System.arraycopy(x[a + j * stride], 0, sums[j], 0, x[a].length);
      System.arraycopy(x[a + (radix - j) * stride], 0, differences[j], 0, x[a].length);
      sumAndDifference(sums[j], differences[j]);
      add(x[a], sums[j]);
    }
    for (int k = 1; k <= half; k++) {
      float[] even = x[a + k * stride];
      float[] odd = x[a + (radix - k) * stride];
      System.arraycopy(sums[0], 0, even, 0, even.length);
      Arrays.fill(odd, 0);
      for (int j = 1; j <= half; j += 3) {
        addThree(even, cos[k], sums, j);
        addThree(odd, sin[k], differences, j);
      }
    }
  }

  /** {@code (b, c) ← (w_k (b − ic), w_l (b + ic))}. */
  private void rotate(float[][] re, float[][] im, int b, int c, int k, int l) {
    rotate(re[b], im[b], re[c], im[c], twiddleRe[k], twiddleIm[k], twiddleRe[l], twiddleIm[l]);
  }

  private static void rotate(
      float[] br, float[] bi, float[] cr, float[] ci, float vr, float vi, float wr, float wi) {
    for (int i = 0; i < br.length; i++) {
      float pr = br[i] + ci[i];
      float pi = bi[i] - cr[i];
      float qr = br[i] - ci[i];
      float qi = bi[i] + cr[i];
      br[i] = pr * vr - pi * vi;
      bi[i] = pr * vi + pi * vr;
      cr[i] = qr * wr - qi * wi;
      ci[i] = qr * wi + qi * wr;
    }
  }

  private static void multiply(float[] re, float[] im, float wr, float wi) {
    for (int i = 0; i < re.length; i++) {
      float r = re[i] * wr - im[i] * wi;
      float s = re[i] * wi + im[i] * wr;
      re[i] = r;
      im[i] = s;
    }
  }

  private static void sumAndDifference(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      float s = a[i] + b[i];
      float d = a[i] - b[i];
      a[i] = s;
      b[i] = d;
    }
  }

  private static void mix3(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      float x = a[i];
      float s = b[i] + c[i];
      float d = SIN_3 * (b[i] - c[i]);
      a[i] = x + s;
      b[i] = x - 0.5f * s;
      c[i] = d;
    }
  }

  private static void even5(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      float x = a[i];
      float p = b[i];
      float q = c[i];
      a[i] = x + (p + q);
      b[i] = x + (COS_5 * p + COS_10 * q);
      c[i] = x + (COS_10 * p + COS_5 * q);
    }
  }

  private static void odd5(float[] e, float[] d) {
    for (int i = 0; i < e.length; i++) {
      float p = e[i];
      float q = d[i];
      e[i] = SIN_5 * p + SIN_10 * q;
      d[i] = SIN_10 * p - SIN_5 * q;
    }
  }

  private static void add(float[] a, float[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
  }

  /** Adds terms j, j + 1, j + 2 of a sum of rows. */
  private static void addThree(float[] sum, float[] weights, float[][] rows, int j) {
    axpy3(sum, weights[j], rows[j], weights[j + 1], rows[j + 1], weights[j + 2], rows[j + 2]);
  }

  private static void axpy3(
      float[] sum, float a, float[] x, float b, float[] y, float c, float[] z) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (a * x[i] + b * y[i]) + c * z[i];
    }
  }
}
