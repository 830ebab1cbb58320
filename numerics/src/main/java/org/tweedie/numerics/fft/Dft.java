package org.tweedie.numerics.fft;

import java.util.ArrayDeque;
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
        position[k] += s.stride * s.slot(digit);
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
}
