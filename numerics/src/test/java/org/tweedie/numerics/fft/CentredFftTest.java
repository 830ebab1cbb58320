package org.tweedie.numerics.fft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;

class CentredFftTest {
  /** Float32 with unit roundoff 6e-8; the direct sum in double is the truth. */
  private static final double TOLERANCE = 1e-6;

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23, 25, 30, 49, 60, 64, 101, 121, 180, 202, 224, 230, 251,
        1013
      })
  void oneAxisIsTheDirectSum(int n) {
    Field x = normals(Space.complex(n, 3));
    float[][] re = new float[n][3];
    float[][] im = new float[n][3];
    for (int i = 0; i < 3 * n; i++) {
      re[i / 3][i % 3] = x.data()[2 * i];
      im[i / 3][i % 3] = x.data()[2 * i + 1];
    }
    Dft.ofLength(n).forward(re, im);
    double error = 0;
    for (int k = 0; k < n; k++) {
      for (int c = 0; c < 3; c++) {
        double sr = 0;
        double si = 0;
        for (int j = 0; j < n; j++) {
          double angle = -2 * Math.PI * ((long) j * k % n) / n;
          double xr = x.data()[2 * (3 * j + c)];
          double xi = x.data()[2 * (3 * j + c) + 1];
          sr += Math.cos(angle) * xr - Math.sin(angle) * xi;
          si += Math.sin(angle) * xr + Math.cos(angle) * xi;
        }
        error += Math.pow(re[k][c] - sr, 2) + Math.pow(im[k][c] - si, 2);
      }
    }
    // ‖DFT x‖ = √n ‖x‖
    assertTrue(Math.sqrt(error / n) < TOLERANCE * x.norm(), "error " + Math.sqrt(error / n));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "6, 1", "7, 5", "8, 6", "9, 16", "23, 10"})
  void twoAxesAreTheCentredUnitaryDirectSum(int ny, int nx) {
    Field x = normals(Space.complex(2, ny, nx));
    Field y = CentredFft.forward(x);
    Field expected = Field.zeros(x.space());
    double scale = 1 / Math.sqrt((double) ny * nx);
    for (int c = 0; c < 2; c++) {
      for (int ky = 0; ky < ny; ky++) {
        for (int kx = 0; kx < nx; kx++) {
          double sr = 0;
          double si = 0;
          for (int j = 0; j < ny; j++) {
            for (int i = 0; i < nx; i++) {
              double angle =
                  -2
                      * Math.PI
                      * ((double) (ky - ny / 2) * (j - ny / 2) / ny
                          + (double) (kx - nx / 2) * (i - nx / 2) / nx);
              int p = 2 * ((c * ny + j) * nx + i);
              sr += Math.cos(angle) * x.data()[p] - Math.sin(angle) * x.data()[p + 1];
              si += Math.sin(angle) * x.data()[p] + Math.cos(angle) * x.data()[p + 1];
            }
          }
          int q = 2 * ((c * ny + ky) * nx + kx);
          expected.data()[q] = (float) (scale * sr);
          expected.data()[q + 1] = (float) (scale * si);
        }
      }
    }
    assertEquals(0, y.copy().subtract(expected).norm() / x.norm(), TOLERANCE);
    assertEquals(0, CentredFft.inverse(y).subtract(x).norm() / x.norm(), TOLERANCE);
  }

  @Test
  void itIsUnitaryAtTheSizesThatMatter() {
    for (Space space : new Space[] {Space.complex(230, 180), Space.complex(224, 224)}) {
      Field x = normals(space);
      Field y = CentredFft.forward(x);
      assertEquals(1, y.norm() / x.norm(), TOLERANCE);
      assertEquals(0, CentredFft.inverse(y).subtract(x).norm() / x.norm(), TOLERANCE);
    }
  }

  @Test
  void realFieldsAreRefused() {
    assertThrows(
        ShapeMismatchException.class, () -> CentredFft.forward(Field.zeros(Space.real(4, 4))));
  }

  private static Field normals(Space space) {
    return new CounterNoise(1).normals(0, 0, Purpose.of("fft"), Field.zeros(space));
  }
}
