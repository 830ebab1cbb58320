package org.tweedie.api.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

class CounterNoiseTest {
  /** The known-answer vectors that the authors of Philox publish with Random123 (kat_vectors). */
  @Test
  void philoxReproducesThePublishedVectors() {
    int[] r = new int[4];
    CounterNoise.philox(0, 0, 0, r);
    assertArrayEquals(new int[] {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}, r);
    CounterNoise.philox(-1, -1, -1, r);
    assertArrayEquals(new int[] {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}, r);
    CounterNoise.philox(0x85a308d3243f6a88L, 0x0370734413198a2eL, 0x299f31d0a4093822L, r);
    assertArrayEquals(new int[] {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}, r);
  }

  /** Values from src/test/python/philox_reference.py, an independent implementation. */
  @Test
  void normalsReproduceTheIndependentImplementation() {
    float[] zeroSeed = {
      -0.221498641f,
      -1.56765213f,
      0.628163901f,
      0.727881206f,
      -1.84491243f,
      -0.198365766f,
      -0.9964947f
    };
    assertArrayEquals(zeroSeed, draw(new CounterNoise(0), 0, 0, "init", 7), 1e-7f);
    float[] other = {-1.02991475f, 0.494068839f, -0.798465028f, 0.361755716f, -0.420999494f};
    assertArrayEquals(other, draw(new CounterNoise(42), 3, 17, "ancestral", 5), 1e-7f);
  }

  @Test
  void uniformsReproduceTheIndependentImplementation() {
    double[] expected = {
      0.032294499256540488,
      0.54456944182059808,
      0.17079382156535294,
      0.11779630635524951,
      0.15859148203100959
    };
    for (int n = 1; n <= 5; n++) {
      double[] u = uniforms(new CounterNoise(42), 3, 17, "accept", n);
      assertArrayEquals(Arrays.copyOf(expected, n), u, 0);
    }
    assertEquals(expected[0], new CounterNoise(42).uniform(3, 17, Purpose.of("accept")), 0);
    assertEquals(
        0.49710557910346298,
        new CounterNoise(42).use("simulate").uniform(0, 0, Purpose.of("noise")),
        0);
  }

  @Test
  void everyPartOfTheKeyMatters() {
    float[] base = draw(new CounterNoise(0), 1, 2, "a", 4);
    assertNotEquals(base[0], draw(new CounterNoise(1), 1, 2, "a", 4)[0]);
    assertNotEquals(base[0], draw(new CounterNoise(0), 2, 2, "a", 4)[0]);
    assertNotEquals(base[0], draw(new CounterNoise(0), 1, 3, "a", 4)[0]);
    assertNotEquals(base[0], draw(new CounterNoise(0), 1, 2, "b", 4)[0]);
    double u = uniforms(new CounterNoise(0), 1, 2, "a", 1)[0];
    assertNotEquals(u, uniforms(new CounterNoise(1), 1, 2, "a", 1)[0]);
    assertNotEquals(u, uniforms(new CounterNoise(0), 2, 2, "a", 1)[0]);
    assertNotEquals(u, uniforms(new CounterNoise(0), 1, 3, "a", 1)[0]);
    assertNotEquals(u, uniforms(new CounterNoise(0), 1, 2, "b", 1)[0]);
  }

  /**
   * Mean, variance, and fourth moment of 400 000 normals lie within 4.5 standard errors of 0, 1, 3.
   * False-alarm rate 3 · 7e-6 over seeds; the seed is fixed.
   */
  @Test
  void normalsHaveTheMomentsOfANormal() {
    int n = 400_000;
    float[] z = draw(new CounterNoise(7), 0, 0, "moments", n);
    double m1 = 0;
    double m2 = 0;
    double m4 = 0;
    for (float v : z) {
      m1 += v;
      m2 += (double) v * v;
      m4 += (double) v * v * v * v;
    }
    assertEquals(0, m1 / n, 4.5 * Math.sqrt(1.0 / n));
    assertEquals(1, m2 / n, 4.5 * Math.sqrt(2.0 / n));
    assertEquals(3, m4 / n, 4.5 * Math.sqrt(96.0 / n));
  }

  @Test
  void drawsDoNotDependOnThreads() throws Exception {
    CounterNoise noise = new CounterNoise(5);
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        int chain = i % 4;
        tasks.add(() -> draw(noise, chain, 9, "thread", 1000));
      }
      List<java.util.concurrent.Future<float[]>> done = pool.invokeAll(tasks);
      for (int i = 0; i < 64; i++) {
        assertArrayEquals(draw(noise, i % 4, 9, "thread", 1000), done.get(i).get());
      }
    } finally {
      pool.shutdown();
    }
  }

  /** Of the 2⁵² values also the first and the last; a 53rd bit would round the last up to 1. */
  @Test
  void uniformsAreInsideTheOpenInterval() {
    assertEquals(0x1p-53, CounterNoise.uniform(0, 0), 0);
    assertEquals(1 - 0x1p-53, CounterNoise.uniform(-1, -1), 0);
    assertEquals(1 - 0x1p-53, CounterNoise.uniform(-1, 0xfffff000), 0);
    assertEquals(1 - 3 * 0x1p-53, CounterNoise.uniform(-1, 0xffffe000), 0);
    for (double u : uniforms(new CounterNoise(0), 0, 0, "u", 100_000)) {
      assertTrue(u > 0 && u < 1);
    }
  }

  /**
   * 100 equal bins of 100 000 numbers: χ² with 99 degrees of freedom exceeds 180.8 for one seed in
   * a million. The correlation of neighbours is within 4.9 standard errors: another one.
   */
  @Test
  void uniformsAreUniformAndNeighboursIndependent() {
    int n = 100_000;
    double[] u = uniforms(new CounterNoise(7), 2, 3, "bins", n);
    int[] count = new int[100];
    for (double v : u) {
      count[(int) (100 * v)]++;
    }
    double chiSquare = 0;
    for (int c : count) {
      chiSquare += Math.pow(c - n / 100.0, 2) / (n / 100.0);
    }
    assertTrue(chiSquare < 180.8, "χ² = " + chiSquare);
    double[] before = Arrays.copyOf(u, n - 1);
    double[] after = Arrays.copyOfRange(u, 1, n);
    assertEquals(0, correlation(before, after), 4.9 / Math.sqrt(n));
  }

  /**
   * Keyed alike, the first uniform u gave the radius of the first two normals away: r² = −2 ln u.
   * Over 20 000 keys no uniform of the first block correlates with a normal of the first block or
   * with the square of a radius: 4 · 6 correlations within 5.4 standard errors, false-alarm rate
   * 2e-6 over seeds.
   */
  @Test
  void uniformsDoNotCorrelateWithNormalsOfTheSameKey() {
    int n = 20_000;
    double[][] u = new double[4][n];
    double[][] z = new double[6][n];
    CounterNoise noise = new CounterNoise(11);
    for (int i = 0; i < n; i++) {
      double[] uniform = uniforms(noise, i, 5, "both", 4);
      float[] normal = draw(noise, i, 5, "both", 4);
      for (int j = 0; j < 4; j++) {
        u[j][i] = uniform[j];
        z[j][i] = normal[j];
      }
      z[4][i] = z[0][i] * z[0][i] + z[1][i] * z[1][i];
      z[5][i] = z[2][i] * z[2][i] + z[3][i] * z[3][i];
    }
    for (double[] a : u) {
      for (double[] b : z) {
        assertEquals(0, correlation(a, b), 5.4 / Math.sqrt(n));
      }
    }
  }

  /**
   * 20 000 uniforms and as many pairs of normals of each use, all different: of 80 000 numbers of
   * 52 bits two agree by accident once in a million, of pairs of floats once in ten million.
   */
  @Test
  void usesOfASeedShareNoNumber() {
    int n = 20_000;
    Set<Double> uniforms = new HashSet<>();
    Set<Long> normals = new HashSet<>();
    CounterNoise seed = new CounterNoise(5);
    List<CounterNoise> uses =
        List.of(seed, seed.use("simulate"), seed.use("sample"), new CounterNoise(6).use("sample"));
    for (CounterNoise noise : uses) {
      for (double u : uniforms(noise, 0, 0, "x", n)) {
        uniforms.add(u);
      }
      float[] z = draw(noise, 0, 0, "x", 2 * n);
      for (int i = 0; i < z.length; i += 2) {
        long high = (long) Float.floatToRawIntBits(z[i]) << 32;
        normals.add(high | (Float.floatToRawIntBits(z[i + 1]) & 0xffffffffL));
      }
    }
    assertEquals(uses.size() * n, uniforms.size());
    assertEquals(uses.size() * n, normals.size());
    assertArrayEquals(
        draw(seed.use("sample"), 0, 0, "x", 9), draw(seed.use("sample"), 0, 0, "x", 9));
  }

  private static double correlation(double[] a, double[] b) {
    double ma = Arrays.stream(a).average().orElseThrow();
    double mb = Arrays.stream(b).average().orElseThrow();
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (a[i] - ma) * (b[i] - mb);
      aa += (a[i] - ma) * (a[i] - ma);
      bb += (b[i] - mb) * (b[i] - mb);
    }
    return ab / Math.sqrt(aa * bb);
  }

  private static double[] uniforms(Noise noise, int chain, long step, String purpose, int n) {
    double[] out = new double[n];
    noise.uniforms(chain, step, Purpose.of(purpose), out);
    return out;
  }

  private static float[] draw(Noise noise, int chain, long step, String purpose, int n) {
    return noise.normals(chain, step, Purpose.of(purpose), Field.zeros(Space.real(n))).data();
  }
}
