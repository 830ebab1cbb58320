package org.tweedie.numerics.fft;

import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;

/**
 * The unitary centred two-dimensional Fourier transform {@code F = fftshift ∘ FFT ∘ ifftshift} over
 * the last two axes of a complex field; leading axes are a batch. The centre of an axis of n
 * elements is index ⌊n/2⌋, in the image and in k-space, for even and for odd n.
 */
public final class CentredFft {
  private CentredFft() {}

  /**
   * {@code F x}, a new field.
   *
   * @param x complex, of at least two axes
   * @throws ShapeMismatchException if it is not
   */
  public static Field forward(Field x) {
    return transform(x, true);
  }

  /**
   * {@code F* x = F⁻¹ x}, a new field.
   *
   * @param x complex, of at least two axes
   * @throws ShapeMismatchException if it is not
   */
  public static Field inverse(Field x) {
    return transform(x, false);
  }

  private static Field transform(Field x, boolean forward) {
    int rank = x.space().rank();
    if (!x.space().isComplex() || rank < 2) {
      throw new ShapeMismatchException(
          "a field in " + x.space(), "a complex field of two or more axes", "pass one");
    }
    Field out = Field.zeros(x.space());
    int ny = x.space().dim(rank - 2);
    int nx = x.space().dim(rank - 1);
    Planes a = new Planes(ny, nx);
    Planes b = new Planes(nx, ny);
    float scale = (float) (1 / Math.sqrt((double) ny * nx));
    for (int offset = 0; offset < x.data().length; offset += 2 * ny * nx) {
      load(x.data(), offset, a, scale);
      alongRows(Dft.ofLength(ny), a, forward);
      a.transposeInto(b);
      alongRows(Dft.ofLength(nx), b, forward);
      store(b, out.data(), offset);
    }
    return out;
  }

  private static void alongRows(Dft dft, Planes planes, boolean forward) {
    if (forward) {
      dft.forward(planes.re(), planes.im());
    } else {
      dft.inverse(planes.re(), planes.im());
    }
  }

  /** The centre of the array goes to row 0, column 0. */
  private static void load(float[] x, int offset, Planes a, float scale) {
    int ny = a.rows();
    int nx = a.columns();
    int half = nx / 2;
    int right = nx - half;
    for (int i = 0; i < ny; i++) {
      float[] re = a.re()[i];
      float[] im = a.im()[i];
      int row = offset + 2 * nx * ((i + ny / 2) % ny);
      for (int j = 0; j < nx; j++) {
        int k = row + 2 * (j < right ? j + half : j - right);
        re[j] = scale * x[k];
        im[j] = scale * x[k + 1];
      }
    }
  }

  /** Row 0, column 0 of the transposed matrix goes to the centre. */
  private static void store(Planes b, float[] out, int offset) {
    int nx = b.rows();
    int ny = b.columns();
    int half = nx / 2;
    int right = nx - half;
    float[][] re = b.re();
    float[][] im = b.im();
    for (int i = 0; i < ny; i++) {
      int row = offset + 2 * nx * ((i + ny / 2) % ny);
      for (int j = 0; j < nx; j++) {
        int k = row + 2 * (j < right ? j + half : j - right);
        out[k] = re[j][i];
        out[k + 1] = im[j][i];
      }
    }
  }
}
