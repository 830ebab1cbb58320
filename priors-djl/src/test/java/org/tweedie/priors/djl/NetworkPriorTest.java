package org.tweedie.priors.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.LifecycleException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;
import org.tweedie.api.spi.prior.ExactPosterior;
import org.tweedie.api.spi.prior.Prior;

/** The laws of a prior, on a small network with random weights. */
class NetworkPriorTest {
  private static final double SIGMA = 0.3;

  private static NetworkPrior create(Space space, Map<String, String> options) {
    return NetworkPriors.create(
        Models.resource("twin-complex.safetensors"),
        "twin",
        Options.bind(NetworkPriors.runtimeOptions(), options),
        space);
  }

  private static NetworkPrior create(Space space) {
    return create(space, Map.of());
  }

  private static List<Field> random(Space space, int n, String purpose) {
    List<Field> out = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      out.add(new CounterNoise(3).normals(i, 0, Purpose.of(purpose), Field.zeros(space)));
    }
    return out;
  }

  private static DifferentiableDenoiser derivative(Prior prior) {
    return prior.capability(DifferentiableDenoiser.class).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"8,8", "1,1", "13,18", "23,9"})
  void derivativeAgreesWithDifferences(int rows, int columns) {
    Space space = Space.complex(rows, columns);
    Field u = random(space, 1, "u").get(0);
    Field w = random(space, 1, "w").get(0);
    Field v = random(space, 1, "v").get(0);
    try (NetworkPrior prior = create(space);
        Pullback<List<Field>> open = derivative(prior).linearize(List.of(u), SIGMA)) {
      double product = open.vjp(List.of(v)).get(0).dot(w);
      double h = 1e-2;
      Field plus = prior.denoise(List.of(u.copy().axpy(h, w)), SIGMA).get(0);
      Field minus = prior.denoise(List.of(u.copy().axpy(-h, w)), SIGMA).get(0);
      double difference = plus.subtract(minus).dot(v) / (2 * h);
      // Central differences in float32: rounding 1e-7/h and curvature h², relative to ‖v‖‖w‖
      assertEquals(difference, product, 2e-4 * v.norm() * w.norm());
    }
  }

  @Test
  void productsOnOnePassAreLinearAndIndependent() {
    Space space = Space.complex(13, 18);
    List<Field> u = random(space, 3, "u");
    List<Field> v = random(space, 3, "v");
    List<Field> w = random(space, 3, "w");
    try (NetworkPrior prior = create(space, Map.of("threads", "2"));
        Pullback<List<Field>> open = derivative(prior).linearize(u, SIGMA)) {
      List<Field> gv = open.vjp(v);
      List<Field> gw = open.vjp(w);
      List<Field> sum = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sum.add(v.get(i).copy().axpy(-2, w.get(i)));
      }
      List<Field> both = open.vjp(sum);
      for (int i = 0; i < 3; i++) {
        Field expected = gv.get(i).copy().axpy(-2, gw.get(i));
        assertEquals(0, expected.subtract(both.get(i)).norm(), 1e-5 * both.get(i).norm());
      }
    }
  }

  @Test
  void batchEqualsSingles() {
    Space space = Space.complex(13, 18);
    List<Field> u = random(space, 5, "u");
    List<Field> before = u.stream().map(Field::copy).toList();
    try (NetworkPrior prior = create(space, Map.of("threads", "3"))) {
      List<Field> together = prior.denoise(u, SIGMA);
      try (Pullback<List<Field>> open = derivative(prior).linearize(u, SIGMA)) {
        for (int i = 0; i < 5; i++) {
          Field alone = prior.denoise(List.of(u.get(i)), SIGMA).get(0);
          assertArrayEquals(alone.data(), together.get(i).data());
          assertArrayEquals(alone.data(), open.value().get(i).data());
          assertArrayEquals(before.get(i).data(), u.get(i).data());
        }
      }
      assertEquals(List.of(), prior.denoise(List.of(), SIGMA));
      List<Field> last = prior.denoise(u.subList(3, 5), SIGMA);
      assertArrayEquals(together.get(4).data(), last.get(1).data());
    }
  }

  /** A network wide enough for the library to use several threads, with random weights. */
  private static NetworkPrior wide(Space space, int threads, int alone) {
    Safetensors file = Safetensors.read(Models.resource("twin-complex.safetensors"), "twin");
    Architecture wide = new Architecture(2, new int[] {64, 256}, new int[] {1, 1}, 8, 0.5);
    Map<String, String> metadata = new HashMap<>(file.metadata());
    metadata.put("tweedie.network", wide.toJson());
    Map<String, Safetensors.Tensor> weights = new HashMap<>();
    wide.weights()
        .forEach(
            (name, shape) -> {
              Field w = Field.zeros(Space.real(shape));
              new CounterNoise(4).normals(0, 0, Purpose.of("w." + name), w);
              w.scale(1 / Math.sqrt((double) w.space().size() / shape[0]));
              weights.put(name, new Safetensors.Tensor(shape, w.data()));
            });
    return new NetworkPrior(
        ModelFile.parse(metadata, "wide"), weights, "wide", space, "cpu", 8, threads, alone);
  }

  @Test
  void anImageAloneHasTheBitsThatItHasBesideOthers() {
    Space space = Space.complex(64, 64);
    List<Field> u = random(space, 3, "u");
    List<Field> v = random(space, 3, "v");
    int before = JniUtils.getNumThreads();
    // What the library takes on a machine with several cores; its layers then round otherwise.
    JniUtils.setNumThreads(4);
    try (NetworkPrior prior = wide(space, 2, 1);
        NetworkPrior one = wide(space, 1, 1);
        NetworkPrior fast = wide(space, 2, 4)) {
      float[][] expected = bits(prior, u, v);
      for (NetworkPrior p : List.of(prior, one)) {
        for (int n = 1; n < 3; n++) {
          float[][] actual = bits(p, u.subList(0, n), v.subList(0, n));
          for (int k = 0; k < expected.length; k++) {
            assertArrayEquals(expected[k], actual[k]);
          }
        }
      }
      // What threads-alone trades for speed is rounding, not more
      float[][] rounded = bits(fast, u.subList(0, 1), v.subList(0, 1));
      for (int k = 0; k < expected.length; k++) {
        Field exact = Field.wrap(space, expected[k]);
        double error = Field.wrap(space, rounded[k]).subtract(exact).norm();
        assertEquals(0, error, 1e-5 * exact.norm());
      }
      assertArrayEquals(expected[0], bits(fast, u, v)[0]);
    } finally {
      JniUtils.setNumThreads(before);
    }
  }

  /** For the first image: D, D where it is linearised, and a vector-Jacobian product. */
  private static float[][] bits(NetworkPrior prior, List<Field> u, List<Field> v) {
    float[] d = prior.denoise(u, SIGMA).get(0).data();
    try (Pullback<List<Field>> open = prior.linearize(u, SIGMA)) {
      return new float[][] {d, open.value().get(0).data(), open.vjp(v).get(0).data()};
    }
  }

  @Test
  void smallNoiseChangesNothing() {
    Space space = Space.complex(13, 18);
    Field u = random(space, 1, "u").get(0);
    try (NetworkPrior prior = create(space)) {
      // Below the card's smallest level the network is told that level: D − u = c_out F + O(σ²),
      // and
      // c_out is σ up to O(σ³).
      double small = prior.denoise(List.of(u), 1e-5).get(0).subtract(u).norm();
      double large = prior.denoise(List.of(u), 1e-4).get(0).subtract(u).norm();
      assertEquals(10, large / small, 0.1);
      assertTrue(prior.denoise(List.of(u), 1e-9).get(0).subtract(u).norm() < 1e-5);
      assertTrue(prior.denoise(List.of(u), 1e6).get(0).isFinite());
    }
  }

  @Test
  void oneLinearizationAtATime() {
    Space space = Space.complex(8, 8);
    List<Field> u = random(space, 1, "u");
    try (NetworkPrior prior = create(space)) {
      DifferentiableDenoiser d = derivative(prior);
      assertEquals(1, d.maxOpen());
      Pullback<List<Field>> open = d.linearize(u, SIGMA);
      LifecycleException e = assertThrows(LifecycleException.class, () -> d.linearize(u, SIGMA));
      assertTrue(e.getMessage().contains("open already"), e.getMessage());
      open.vjp(u); // the refused one did no harm
      open.close();
      open.close();
      assertThrows(LifecycleException.class, () -> open.vjp(u));
      assertThrows(LifecycleException.class, open::value);
      d.linearize(u, SIGMA).close();
    }
  }

  @Test
  void confinedToItsThread() throws InterruptedException {
    Space space = Space.complex(8, 8);
    List<Field> u = random(space, 1, "u");
    try (NetworkPrior prior = create(space);
        Pullback<List<Field>> open = derivative(prior).linearize(u, SIGMA)) {
      AtomicReference<Throwable> seen = new AtomicReference<>();
      Thread other = new Thread(() -> open.vjp(u));
      other.setUncaughtExceptionHandler((t, e) -> seen.set(e));
      other.start();
      other.join();
      assertTrue(seen.get() instanceof LifecycleException, () -> String.valueOf(seen.get()));
    }
  }

  @Test
  void closedAfterClose() {
    Space space = Space.complex(8, 8);
    List<Field> u = random(space, 1, "u");
    NetworkPrior prior = create(space);
    Pullback<List<Field>> open = derivative(prior).linearize(u, SIGMA);
    prior.close();
    prior.close();
    assertThrows(LifecycleException.class, () -> prior.denoise(u, SIGMA));
    assertThrows(LifecycleException.class, () -> derivative(prior).linearize(u, SIGMA));
    assertThrows(LifecycleException.class, () -> open.vjp(u));
    open.close();
  }

  @Test
  void saysWhatIsWrong() {
    Space space = Space.complex(8, 8);
    List<Field> u = random(space, 1, "u");
    try (NetworkPrior prior = create(space)) {
      for (double sigma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
        assertThrows(InvalidInputException.class, () -> prior.denoise(u, sigma));
      }
      List<Field> other = random(Space.complex(8, 9), 1, "u");
      assertThrows(ShapeMismatchException.class, () -> prior.denoise(other, SIGMA));
      try (Pullback<List<Field>> open = derivative(prior).linearize(u, SIGMA)) {
        assertThrows(InvalidInputException.class, () -> open.vjp(List.of()));
      }
      assertTrue(prior.capability(ExactPosterior.class).isEmpty());
    }
    assertThrows(UnsupportedProblemException.class, () -> create(Space.real(8, 8)));
    assertThrows(UnsupportedProblemException.class, () -> create(Space.complex(8, 8, 8)));
    // Fits an array; with its edges continued to multiples of 8 it does not
    assertThrows(UnsupportedProblemException.class, () -> create(Space.complex(32767, 32767)));
    assertThrows(InvalidOptionException.class, () -> create(space, Map.of("device", "abacus")));
    assertThrows(ResourceException.class, () -> create(space, Map.of("device", "gpu:99")));
  }

  @Test
  void bothEndsOfTheOptions() {
    Space space = Space.complex(8, 8);
    List<Field> u = random(space, 2, "u");
    for (OptionSpec option : NetworkPriors.runtimeOptions()) {
      if (option.type() == OptionSpec.Type.INTEGER) {
        for (long end : new long[] {(long) option.minimum(), (long) option.maximum()}) {
          try (NetworkPrior prior = create(space, Map.of(option.name(), Long.toString(end)))) {
            assertTrue(prior.denoise(u, SIGMA).get(1).isFinite());
            assertTrue(prior.denoise(u.subList(0, 1), SIGMA).get(0).isFinite());
          }
        }
      }
    }
  }

  @Test
  void spentMemoryIsOneSentence() {
    ResourceException e =
        assertThrows(
            ResourceException.class,
            () ->
                Torch.call(
                    () -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));
    assertTrue(e.getMessage().contains("memory"), e.getMessage());
  }

  @Test
  void wrongNetworkIsRefused() {
    Safetensors file = Safetensors.read(Models.resource("twin-complex.safetensors"), "twin");
    ModelFile model = ModelFile.parse(file.metadata(), "twin");
    Map<String, Safetensors.Tensor> less = new HashMap<>(file.tensors());
    less.remove("tail.bias");
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () -> new NetworkPrior(model, less, "twin", Space.complex(8, 8), "cpu", 1, 1, 1));
    assertTrue(e.getMessage().contains("tail.bias"), e.getMessage());
    assertThrows(InvalidInputException.class, () -> ModelFile.parse(Map.of(), "twin"));
    assertFalse(Torch.isDevice("gpu:"));
  }
}
