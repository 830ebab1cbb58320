package org.tweedie.priors.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Pullback;
import org.tweedie.api.spi.prior.DifferentiableDenoiser;

/** The network equals its PyTorch twin; {@code training/reference.py} wrote the values. */
class TwinTest {
  @ParameterizedTest
  @CsvSource({"complex,13x18,0.3", "complex,16x24,2.5", "real,13x18,0.3", "real,16x24,2.5"})
  void equalsTwin(String kind, String size, double sigma) {
    Map<String, Safetensors.Tensor> values =
        Safetensors.read(Models.resource("twin-" + kind + "-values.safetensors"), kind).tensors();
    List<Field> u = fields(values.get(size + ".u"));
    List<Field> v = fields(values.get(size + ".v"));
    List<Field> d = fields(values.get(size + ".d"));
    List<Field> g = fields(values.get(size + ".g"));
    Options options = Options.defaults(NetworkPriors.runtimeOptions());
    try (NetworkPrior prior =
        NetworkPriors.create(
            Models.resource("twin-" + kind + ".safetensors"), kind, options, u.get(0).space())) {
      assertNear(d, prior.denoise(u, sigma));
      DifferentiableDenoiser derivative =
          prior.capability(DifferentiableDenoiser.class).orElseThrow();
      try (Pullback<List<Field>> open = derivative.linearize(u, sigma)) {
        assertNear(d, open.value());
        assertNear(g, open.vjp(v));
        assertNear(g, open.vjp(v)); // gradients do not add up
      }
    }
  }

  private static void assertNear(List<Field> expected, List<Field> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      double scale = expected.get(i).norm();
      assertEquals(0, expected.get(i).copy().subtract(actual.get(i)).norm(), 1e-5 * scale);
    }
  }

  /** Planar [n, channels, h, w] to fields. */
  private static List<Field> fields(Safetensors.Tensor t) {
    int[] s = t.shape();
    List<Field> out = new ArrayList<>();
    for (int i = 0; i < s[0]; i++) {
      Field f = Field.zeros(s[1] == 2 ? Space.complex(s[2], s[3]) : Space.real(s[2], s[3]));
      int area = s[2] * s[3];
      for (int c = 0; c < s[1]; c++) {
        for (int p = 0; p < area; p++) {
          f.data()[p * s[1] + c] = t.data()[(i * s[1] + c) * area + p];
        }
      }
      out.add(f);
    }
    return out;
  }
}
