package org.tweedie.numerics.dense;

import java.util.Arrays;
import org.tweedie.api.error.InvalidInputException;

/**
 * The decomposition {@code M = U diag(λ) U*} of a complex Hermitian matrix: Householder reflections
 * to a tridiagonal matrix, then QL iterations with implicit shifts (Golub and Van Loan, Matrix
 * Computations, sections 8.3.1 and 8.3.3; Bowdler, Martin, Reinsch, Wilkinson, Numer. Math. 11,
 * 1968). Every inner loop runs along rows, so that it vectorises. Eigenvalues are right up to
 * rounding of the largest: what is below that is 0 to this decomposition, and so matrices of low
 * rank are decomposed as well as others.
 */
public final class HermitianEigen {
  /** Ample: an eigenvalue takes two or three rounds. */
  private static final int MAX_ROUNDS = 60;

  private final int n;

  /** Reflection k is {@code I − v v*} with v, of norm √2, in row k from column k + 1 on. */
  private final double[][] reflectionRe;

  private final double[][] reflectionIm;

  /** What turns the tridiagonal matrix into a real one, on either side. */
  private final double[] phaseRe;

  private final double[] phaseIm;

  private final double[] values;

  /** Row i: eigenvector i of the real tridiagonal matrix. */
  private final double[][] tridiagonalVectors;

  /**
   * Decomposes a matrix.
   *
   * @param re real part, symmetric; not written to
   * @param im imaginary part, antisymmetric; not written to
   * @throws InvalidInputException if they hold a NaN, or numbers too large to be squared
   */
  public HermitianEigen(double[][] re, double[][] im) {
    n = re.length;
    reflectionRe = new double[n][n];
    reflectionIm = new double[n][n];
    phaseRe = new double[n];
    phaseIm = new double[n];
    values = new double[n];
    double[] off = new double[n];
    tridiagonalise(copy(re), copy(im), off);
    tridiagonalVectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      tridiagonalVectors[i][i] = 1;
    }
    iterate(off);
  }

  /** A copy of the eigenvalues λ, in no particular order. */
  public double[] values() {
    return values.clone();
  }

  /**
   * Writes the unit eigenvector of {@code values()[i]}.
   *
   * @param i which
   * @param re receives the real part
   * @param im receives the imaginary part
   */
  public void vector(int i, double[] re, double[] im) {
    for (int k = 0; k < n; k++) {
      re[k] = phaseRe[k] * tridiagonalVectors[i][k];
      im[k] = phaseIm[k] * tridiagonalVectors[i][k];
    }
    for (int k = n - 3; k >= 0; k--) {
      double[] vr = reflectionRe[k];
      double[] vi = reflectionIm[k];
      double r = 0;
      double s = 0;
      for (int j = k + 1; j < n; j++) {
        r += vr[j] * re[j] + vi[j] * im[j];
        s += vr[j] * im[j] - vi[j] * re[j];
      }
      for (int j = k + 1; j < n; j++) {
        re[j] -= vr[j] * r - vi[j] * s;
        im[j] -= vr[j] * s + vi[j] * r;
      }
    }
  }

  /** Leaves the diagonal in {@code values}, and the moduli beside it in {@code off}. */
  private void tridiagonalise(double[][] re, double[][] im, double[] off) {
    double[] pr = new double[n];
    double[] pi = new double[n];
    phaseRe[0] = 1;
    for (int k = 0; k + 1 < n; k++) {
      // By symmetry row k holds the conjugate of the column that is to be reflected.
      double besideRe = re[k][k + 1];
      double besideIm = -im[k][k + 1];
      double norm = k + 2 < n ? reflection(re[k], im[k], k) : 0;
      if (norm > 0) {
        double modulus = Math.hypot(besideRe, besideIm);
        besideRe = modulus > 0 ? -norm * besideRe / modulus : -norm;
        besideIm = modulus > 0 ? -norm * besideIm / modulus : 0;
        reflect(re, im, k, pr, pi);
      }
      off[k] = Math.hypot(besideRe, besideIm);
      double cos = off[k] > 0 ? besideRe / off[k] : 1;
      double sin = off[k] > 0 ? besideIm / off[k] : 0;
      phaseRe[k + 1] = phaseRe[k] * cos - phaseIm[k] * sin;
      phaseIm[k + 1] = phaseRe[k] * sin + phaseIm[k] * cos;
    }
    for (int k = 0; k < n; k++) {
      values[k] = re[k][k];
    }
  }

  /**
   * The reflection that moves column k below the diagonal onto its first element.
   *
   * @return the norm of that part of the column; 0 if there is nothing to reflect
   */
  private double reflection(double[] rowRe, double[] rowIm, int k) {
    double[] vr = reflectionRe[k];
    double[] vi = reflectionIm[k];
    double rest = 0;
    for (int j = k + 1; j < n; j++) {
      vr[j] = rowRe[j];
      vi[j] = -rowIm[j];
      rest += j > k + 1 ? vr[j] * vr[j] + vi[j] * vi[j] : 0;
    }
    if (rest == 0) {
      Arrays.fill(vr, 0);
      Arrays.fill(vi, 0);
      return 0;
    }
    double modulus = Math.hypot(vr[k + 1], vi[k + 1]);
    double norm = Math.sqrt(modulus * modulus + rest);
    // Away from the axis, so that nothing cancels.
    double longer = modulus > 0 ? 1 + norm / modulus : 0;
    vr[k + 1] = modulus > 0 ? vr[k + 1] * longer : norm;
    vi[k + 1] *= longer;
    double scale = 1 / Math.sqrt(norm * (norm + modulus));
    for (int j = k + 1; j < n; j++) {
      vr[j] *= scale;
      vi[j] *= scale;
    }
    return norm;
  }

  /** {@code M ← H M H} below and right of k: {@code M − v w* − w v*}, {@code w = Mv − ½(v*Mv)v}. */
  private void reflect(double[][] re, double[][] im, int k, double[] pr, double[] pi) {
    double[] vr = reflectionRe[k];
    double[] vi = reflectionIm[k];
    Arrays.fill(pr, 0);
    Arrays.fill(pi, 0);
    for (int j = k + 1; j < n; j++) {
      addConjugate(pr, pi, re[j], im[j], vr[j], vi[j], k + 1);
    }
    double half = 0;
    for (int j = k + 1; j < n; j++) {
      half += 0.5 * (vr[j] * pr[j] + vi[j] * pi[j]);
    }
    for (int j = k + 1; j < n; j++) {
      pr[j] -= half * vr[j];
      pi[j] -= half * vi[j];
    }
    for (int i = k + 1; i < n; i++) {
      addConjugate(re[i], im[i], pr, pi, -vr[i], -vi[i], k + 1);
      addConjugate(re[i], im[i], vr, vi, -pr[i], -pi[i], k + 1);
    }
  }

  /** {@code y ← y + (a + ib) conj(x)} from an index on. */
  private static void addConjugate(
      double[] yr, double[] yi, double[] xr, double[] xi, double a, double b, int from) {
    for (int j = from; j < yr.length; j++) {
      yr[j] += a * xr[j] + b * xi[j];
    }
    for (int j = from; j < yi.length; j++) {
      yi[j] += b * xr[j] - a * xi[j];
    }
  }

  /** QL with implicit shifts on the real tridiagonal matrix of {@code values} and {@code off}. */
  private void iterate(double[] off) {
    double largest = 0;
    for (int i = 0; i < n; i++) {
      largest = Math.max(largest, Math.abs(values[i]) + Math.abs(off[i]));
    }
    // Relative to the whole matrix: beside a null space both neighbours are rounding noise as well.
    double negligible = Math.ulp(largest);
    for (int l = 0; l < n; l++) {
      for (int round = 0, m = block(off, l, negligible); m > l; round++) {
        if (round == MAX_ROUNDS) {
          throw new InvalidInputException(
              "the eigenvalues of a " + n + " x " + n + " matrix were not found",
              "check the data that it was made of for values that are not finite or out of all scale");
        }
        sweep(off, l, m);
        m = block(off, l, negligible);
      }
    }
  }

  /** The end of the block that begins at l: nothing beyond it is coupled to it. */
  private int block(double[] off, int l, double negligible) {
    int m = l;
    while (m + 1 < n && !(Math.abs(off[m]) <= negligible)) {
      m++;
    }
    return m;
  }

  private void sweep(double[] off, int l, int m) {
    double g = (values[l + 1] - values[l]) / (2 * off[l]);
    double r = Math.hypot(g, 1);
    g = values[m] - values[l] + off[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * off[i];
      double b = c * off[i];
      r = Math.hypot(f, g);
      off[i + 1] = r;
      if (r == 0) {
        // The block has come apart.
        values[i + 1] -= p;
        off[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = values[i + 1] - p;
      r = (values[i] - g) * s + 2 * c * b;
      p = s * r;
      values[i + 1] = g + p;
      g = c * r - b;
      rotate(tridiagonalVectors[i], tridiagonalVectors[i + 1], c, s);
    }
    values[l] -= p;
    off[l] = g;
    off[m] = 0;
  }

  private static void rotate(double[] x, double[] y, double c, double s) {
    for (int k = 0; k < x.length; k++) {
      double a = x[k];
      double b = y[k];
      y[k] = s * a + c * b;
      x[k] = c * a - s * b;
    }
  }

  private static double[][] copy(double[][] m) {
    return Arrays.stream(m).map(double[]::clone).toArray(double[][]::new);
  }
}
