package org.tweedie.numerics.fft;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The discrete Fourier transform of one length n, along the first axis of a matrix of any width:
 * {@code X_k = Σ_j x_j exp(−2πi jk/n)}, not normalised, for any n ≥ 1.
 *
 * <p>Mixed-radix decimation in frequency (Cooley and Tukey, Math. Comp. 19, 1965). The matrix is n
 * rows of floats, real and imaginary parts apart, and a butterfly works on whole rows with scalar
 * twiddle factors: every inner loop is short, has unit stride and is turned into vector
 * instructions by the JIT compiler, which does not happen for interleaved data, nor for loops with
 * the whole of a radix-4 butterfly in them. A prime factor p costs O(p) operations per element;
 * lengths with a prime factor above {@value #LARGEST_RADIX} go to JTransforms ({@link
 * BluesteinColumns}), whose chirp transform costs O(log n).
 *
 * <p>Immutable, shared between threads.
 */
public final class Dft {
  /**
   * Beyond it the tables of a butterfly, radix² numbers each, would outgrow the processor's caches.
   */
  static final int LARGEST_RADIX = 1000;

  private static final Map<Integer, Dft> PLANS = new ConcurrentHashMap<>();

  private static final float SIN_3 = (float) StrictMath.sin(2 * Math.PI / 3);
  private static final float COS_5 = (float) StrictMath.cos(2 * Math.PI / 5);
  private static final float COS_10 = (float) StrictMath.cos(4 * Math.PI / 5);
  private static final float SIN_5 = (float) StrictMath.sin(2 * Math.PI / 5);
  private static final float SIN_10 = (float) StrictMath.sin(4 * Math.PI / 5);

  /** Where a radix-4 butterfly, made of two layers of radix 2, leaves its outputs. */
  private static final int[] SLOT_4 = {0, 2, 1, 3};

  private final int n;
  private final Stage[] stages;

  /** Frequency k is found in row {@code position[k]} after the last stage. */
  private final int[] position;

  private Dft(int n) {
    this.n = n;
    int[] radices = radices(n);
    if (radices.length > 0 && radices[0] > LARGEST_RADIX) {
      radices = new int[0];
    }
    this.stages = new Stage[radices.length];
    for (int s = 0, length = n; s < radices.length; length /= radices[s++]) {
      stages[s] = new Stage(radices[s], length);
    }
    this.position = new int[n];
    for (int k = 0; k < n; k++) {
      int rest = k;
      for (Stage s : stages) {
        int digit = rest % s.radix;
        position[k] += s.stride * (s.radix == 4 ? SLOT_4[digit] : digit);
        rest /= s.radix;
      }
    }
  }

  /**
   * The transform of length {@code n}.
   *
   * @param n at least 1
   */
  public static Dft ofLength(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("length " + n);
    }
    return PLANS.computeIfAbsent(n, Dft::new);
  }

  /** The length n. */
  public int length() {
    return n;
  }

  /**
   * Transforms all columns in place. The rows come back in natural order of frequency; the arrays
   * of references are permuted to that end, the rows themselves are reused.
   *
   * @param re n rows of real parts, all of one length
   * @param im n rows of imaginary parts, of the same length
   */
  public void forward(float[][] re, float[][] im) {
    if (stages.length == 0 && n > 1) {
      BluesteinColumns.forward(n, re, im);
      return;
    }
    int width = re[0].length;
    for (Stage s : stages) {
      s.apply(re, im, n, width);
    }
    float[][] r = re.clone();
    float[][] i = im.clone();
    for (int k = 0; k < n; k++) {
      re[k] = r[position[k]];
      im[k] = i[position[k]];
    }
  }

  /**
   * The conjugate transform, {@code X_k = Σ_j x_j exp(+2πi jk/n)}, in place: n times the inverse of
   * {@link #forward}.
   *
   * @param re n rows of real parts, all of one length
   * @param im n rows of imaginary parts, of the same length
   */
  public void inverse(float[][] re, float[][] im) {
    // Exchanging the two parts before and after conjugates the kernel.
    forward(im, re);
  }

  /** Prime factors, largest first, pairs of 2 joined to 4. */
  private static int[] radices(int n) {
    Deque<Integer> radices = new ArrayDeque<>();
    int m = n;
    for (; m % 4 == 0; m /= 4) {
      radices.push(4);
    }
    for (int p = 2; m > 1; p++) {
      for (; m % p == 0; m /= p) {
        radices.push(p);
      }
    }
    return radices.stream().mapToInt(Integer::intValue).toArray();
  }

  /** One layer: blocks of {@code radix·stride} rows become {@code radix} blocks each. */
  private static final class Stage {
    final int radix;
    final int stride;
    final float[] twiddleRe;
    final float[] twiddleIm;

    /** For odd primes above 5: cos and sin of 2π jk/radix at [k·radix + j]. */
    final float[] cos;

    final float[] sin;

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
      this.cos = new float[radix > 5 ? radix * radix : 0];
      this.sin = new float[cos.length];
      for (int i = 0; i < cos.length; i++) {
        double angle = 2 * Math.PI * ((long) (i / radix) * (i % radix) % radix) / radix;
        cos[i] = (float) StrictMath.cos(angle);
        sin[i] = (float) StrictMath.sin(angle);
      }
    }

    void apply(float[][] re, float[][] im, int n, int width) {
      float[][] spareRe = new float[radix > 5 ? radix : 0][width];
      float[][] spareIm = new float[spareRe.length][width];
      for (int block = 0; block < n; block += radix * stride) {
        for (int p = 0; p < stride; p++) {
          int a = block + p;
          switch (radix) {
            case 2 -> butterfly2(re, im, a, p);
            case 3 -> butterfly3(re, im, a, p);
            case 4 -> butterfly4(re, im, a, p);
            case 5 -> butterfly5(re, im, a, p);
            default -> butterfly(re, im, a, p, spareRe, spareIm);
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
        float[][] re, float[][] im, int a, int p, float[][] spareRe, float[][] spareIm) {
      int width = re[a].length;
      int half = (radix - 1) / 2;
      for (int j = 0; j < radix; j++) {
        System.arraycopy(re[a + j * stride], 0, spareRe[j], 0, width);
        System.arraycopy(im[a + j * stride], 0, spareIm[j], 0, width);
      }
      for (int j = 1; j <= half; j++) {
        sumAndDifference(spareRe[j], spareRe[radix - j]);
        sumAndDifference(spareIm[j], spareIm[radix - j]);
        add(re[a], spareRe[j]);
        add(im[a], spareIm[j]);
      }
      for (int k = 1; k <= half; k++) {
        int b = a + k * stride;
        int c = a + (radix - k) * stride;
        System.arraycopy(spareRe[0], 0, re[b], 0, width);
        System.arraycopy(spareIm[0], 0, im[b], 0, width);
        Arrays.fill(re[c], 0);
        Arrays.fill(im[c], 0);
        for (int j = 1; j <= half; j += 3) {
          addThree(re[b], spareRe, j, 1, cos, k * radix, half);
          addThree(im[b], spareIm, j, 1, cos, k * radix, half);
          addThree(re[c], spareRe, j, -1, sin, k * radix, half);
          addThree(im[c], spareIm, j, -1, sin, k * radix, half);
        }
        rotate(re, im, b, c, radix * p + k, radix * p + radix - k);
      }
    }

    /** Adds terms j, j + 1, j + 2 (those up to {@code half}) of a sum over row j or row r − j. */
    private void addThree(
        float[] sum, float[][] x, int j, int sign, float[] table, int offset, int half) {
      int second = Math.min(j + 1, half);
      int third = Math.min(j + 2, half);
      axpy3(
          sum,
          table[offset + j],
          x[sign > 0 ? j : radix - j],
          j + 1 <= half ? table[offset + second] : 0,
          x[sign > 0 ? second : radix - second],
          j + 2 <= half ? table[offset + third] : 0,
          x[sign > 0 ? third : radix - third]);
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

    private static void axpy3(
        float[] sum, float a, float[] x, float b, float[] y, float c, float[] z) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (a * x[i] + b * y[i]) + c * z[i];
      }
    }
  }
}
