package org.tweedie.numerics.krylov;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.numerics.krylov.Lanczos.Enclosure;

/** Diagonal operators, whose largest eigenvalue is known, from white starts of a fixed seed. */
class LanczosTest {
  private static final double ROUNDING = 2e-6;

  record Spectrum(String name, int n, IntToDoubleFunction value, int most) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The last number is what the enclosure within 2e-3 may cost. */
  static Stream<Spectrum> spectra() {
    Random random = new Random(1);
    double[] u = random.doubles(20_000).toArray();
    return Stream.of(
        new Spectrum("1, many 0.5", 20_000, i -> i == 0 ? 1 : 0.5, 4),
        new Spectrum("1, many 0.8", 20_000, i -> i == 0 ? 1 : 0.8, 4),
        new Spectrum("1, many 0.9", 20_000, i -> i == 0 ? 1 : 0.9, 4),
        new Spectrum("1, many 0.99", 20_000, i -> i == 0 ? 1 : 0.99, 4),
        new Spectrum("1, then up to 0.9", 20_000, i -> i == 0 ? 1 : 0.9 * u[i], 30),
        new Spectrum("1, then up to 0.99", 20_000, i -> i == 0 ? 1 : 0.99 * u[i], 80),
        new Spectrum("uniform", 20_000, i -> u[i], 130),
        new Spectrum("logarithmic", 20_000, i -> 3 * Math.pow(10, -4 * u[i]), 130),
        new Spectrum("masked", 20_000, i -> i % 4 == 0 ? 1 : 0, 4),
        new Spectrum("flat", 20_000, i -> 7, 3),
        new Spectrum("flat, small", 20_000, i -> 7e-12, 3),
        new Spectrum("flat, large", 20_000, i -> 7e12, 3),
        new Spectrum("rank one", 20_000, i -> i == 5 ? 4 : 0, 4),
        new Spectrum("zero", 20_000, i -> 0, 1),
        new Spectrum("1 x 1", 1, i -> 0.3, 3),
        new Spectrum("1 x 1, zero", 1, i -> 0, 1),
        new Spectrum("2 x 2", 2, i -> 1 + i, 4));
  }

  @ParameterizedTest
  @MethodSource("spectra")
  void theLargestEigenvalueIsEnclosed(Spectrum s) {
    double[] d = IntStream.range(0, s.n).mapToDouble(s.value).toArray();
    double truth = Arrays.stream(d).max().orElseThrow();
    for (int seed = 0; seed < 3; seed++) {
      AtomicInteger applied = new AtomicInteger();
      Enclosure e = enclose(d, seed, 2e-3, 200, applied);
      assertTrue(e.lower() <= truth * (1 + ROUNDING), e + " of " + truth);
      assertTrue(e.upper() >= truth * (1 - ROUNDING), e + " of " + truth);
      assertTrue(e.upper() <= 1.002 * e.lower(), e + "");
      assertTrue(applied.get() <= s.most, applied + " applications");
    }
  }

  /** The risk of 1 in 1000 is that of the start: at least 4 of 500 have a probability of 0.2 %. */
  @Test
  void fewStartsHideTheLargestEigenvalue() {
    double[] d = IntStream.range(0, 200).mapToDouble(i -> i == 0 ? 1 : 0.9 * i / 200).toArray();
    int missed = 0;
    for (int seed = 0; seed < 500; seed++) {
      for (int steps : new int[] {3, 6, 12}) {
        missed += enclose(d, seed, 0, steps, new AtomicInteger()).upper() < 1 - ROUNDING ? 1 : 0;
      }
    }
    assertTrue(missed < 3 * 4, missed + " of 1500");
  }

  @Test
  void whatIsNotFiniteIsHandedOn() {
    double[] d = {1, Double.NaN, 2};
    assertTrue(Double.isNaN(enclose(d, 0, 1e-3, 50, new AtomicInteger()).upper()));
  }

  private static Enclosure enclose(
      double[] d, int seed, double tolerance, int steps, AtomicInteger applied) {
    return Lanczos.largestEigenvalue(
        x -> {
          applied.incrementAndGet();
          Field y = x.copy();
          for (int i = 0; i < d.length; i++) {
            y.data()[i] = (float) (d[i] * y.data()[i]);
          }
          return y;
        },
        white(d.length, seed),
        tolerance,
        steps);
  }

  private static Field white(int n, int seed) {
    return new CounterNoise(seed).normals(0, 0, Purpose.of("start"), Field.zeros(Space.real(n)));
  }
}
