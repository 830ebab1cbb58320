package org.tweedie.operators.mri;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.noise.CounterNoise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulation;

/** Simulated scans of random heads, and what the provider makes of them. */
final class TestScan {
  private static final CartesianProvider PROVIDER = new CartesianProvider();

  private TestScan() {}

  /** An ellipse with a bright rim and a dozen smaller ones inside, the edges a pixel wide. */
  static Field head(int ny, int nx, int seed) {
    Random random = new Random(seed);
    Field image = Field.zeros(Space.real(ny, nx));
    double y0 = ny * (0.5 + 0.06 * (random.nextDouble() - 0.5));
    double x0 = nx * (0.5 + 0.06 * (random.nextDouble() - 0.5));
    double ry = ny * (0.34 + 0.08 * random.nextDouble());
    double rx = nx * (0.28 + 0.08 * random.nextDouble());
    add(image, y0, x0, ry, rx, 1);
    add(image, y0, x0, 0.9 * ry, 0.9 * rx, -0.5);
    for (int k = 0; k < 12; k++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double r = 0.6 * random.nextDouble();
      add(
          image,
          y0 + r * ry * Math.sin(angle),
          x0 + r * rx * Math.cos(angle),
          ry * (0.05 + 0.25 * random.nextDouble()),
          rx * (0.05 + 0.25 * random.nextDouble()),
          0.5 * random.nextDouble() - 0.15);
    }
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = Math.max(0, image.data()[i]);
    }
    return image;
  }

  private static void add(Field image, double y0, double x0, double ry, double rx, double value) {
    int nx = image.space().dim(1);
    for (int i = 0; i < image.data().length; i++) {
      double r = Math.hypot((i / nx - y0) / ry, (i % nx - x0) / rx);
      image.data()[i] += (float) (value / (1 + Math.exp(2 * Math.min(ry, rx) * (r - 1))));
    }
  }

  /** Simulates; options as name, value, name, value. */
  static Map<String, Field> simulate(Field image, int seed, String... options) {
    CartesianSimulator simulator = new CartesianSimulator();
    return new LinkedHashMap<>(
        simulator.simulate(
            Simulation.of(
                image, Options.bind(simulator.options(), map(options)), new CounterNoise(seed))));
  }

  /** Only these of the inputs. */
  static Map<String, Field> only(Map<String, Field> inputs, String... names) {
    Map<String, Field> some = new LinkedHashMap<>(inputs);
    some.keySet().retainAll(List.of(names));
    return some;
  }

  /** These inputs, one of them replaced. */
  static Map<String, Field> with(Map<String, Field> inputs, String name, Field field) {
    Map<String, Field> all = new LinkedHashMap<>(inputs);
    all.put(name, field);
    return all;
  }

  /** Prepares; options as name, value, name, value. */
  static Measurement prepare(Map<String, Field> inputs, String... options) {
    Map<String, Field> known = new HashMap<>(inputs);
    known.remove("reference");
    return PROVIDER.prepare(Preparation.of(known, Options.bind(PROVIDER.options(), map(options))));
  }

  /** The text of the finding of this name, or nothing. */
  static String text(Measurement m, String finding) {
    return m.findings().stream()
        .filter(f -> f.name().equals(finding))
        .map(Finding::text)
        .findFirst()
        .orElse("");
  }

  /** The names of the warnings. */
  static List<String> warnings(Measurement m) {
    return m.findings().stream()
        .filter(f -> f.severity() == Finding.Severity.WARNING)
        .map(Finding::name)
        .toList();
  }

  /** The warnings but for that of a noise level that one coil without a margin cannot tell. */
  static List<String> alarms(Measurement m) {
    return warnings(m).stream().filter(w -> !w.equals("noise-doubt")).toList();
  }

  /** ‖|a| − |b|‖ / ‖b‖. */
  static double magnitudeError(Field a, Field b) {
    double error = 0;
    for (int i = 0; i < b.data().length; i += 2) {
      error +=
          Math.pow(
              Math.hypot(a.data()[i], a.data()[i + 1]) - Math.hypot(b.data()[i], b.data()[i + 1]),
              2);
    }
    return Math.sqrt(error) / b.norm();
  }

  /** Independent normals of level 1. */
  static Field normals(Space space, int seed) {
    return new CounterNoise(seed).normals(0, 0, Purpose.of("test"), Field.zeros(space));
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
