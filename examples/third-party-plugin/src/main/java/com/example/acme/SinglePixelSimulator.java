package com.example.acme;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;

/** Shows the coarsest patterns to a known image and adds noise to the readings. */
final class SinglePixelSimulator implements Simulator {
  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.number("fraction", 0.25, 0, 1, "part of the patterns that is shown"),
        OptionSpec.number(
            "noise", 0.02, 0, Double.POSITIVE_INFINITY, "standard deviation of a reading"));
  }

  @Override
  public Map<String, Field> simulate(Simulation simulation) {
    Options options = simulation.options();
    Field truth = magnitude(simulation.image());
    if (!Hadamard.fits(truth.space())) {
      throw new ShapeMismatchException(
          "the image is " + truth.space(),
          "two sides that are powers of two",
          "crop or pad the image to 64 x 64, 128 x 128, ...");
    }
    Field mask = mask(truth, options.number("fraction"));
    Field y = SinglePixel.of(mask).apply(truth);
    Field n = simulation.noise().normals(0, 0, Purpose.of("readings"), Field.zeros(y.space()));
    Map<String, Field> made = new LinkedHashMap<>();
    made.put("data", y.axpy(options.number("noise"), n));
    made.put("mask", mask);
    made.put("reference", truth);
    return made;
  }

  /**
   * The patterns that a mask shows, as positions among those shown, those of many changes first.
   */
  static int[] finestFirst(Field mask) {
    int[] shown = IntStream.range(0, mask.data().length).filter(i -> mask.data()[i] != 0).toArray();
    return IntStream.range(0, shown.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> -changes(mask, shown[i])))
        .mapToInt(i -> i)
        .toArray();
  }

  private static Field mask(Field image, double fraction) {
    Field mask = Field.zeros(image.space());
    IntStream.range(0, mask.data().length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> changes(image, i)))
        .limit(Math.max(1, Math.round(fraction * mask.data().length)))
        .forEach(i -> mask.data()[i] = 1);
    return mask;
  }

  /** Sign changes of a pattern along both axes. */
  private static int changes(Field like, int pattern) {
    int rows = like.space().dim(0);
    int columns = like.space().dim(1);
    return Hadamard.sequency(pattern / columns, rows)
        + Hadamard.sequency(pattern % columns, columns);
  }

  private static Field magnitude(Field image) {
    if (!image.space().isComplex()) {
      return image.copy();
    }
    Field out = Field.zeros(image.space().with(Scalar.REAL));
    for (int i = 0; i < out.data().length; i++) {
      out.data()[i] = (float) Math.hypot(image.data()[2 * i], image.data()[2 * i + 1]);
    }
    return out;
  }
}
