package com.example.acme;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulator;

/** {@code acme.single-pixel}: images from a single detector behind Walsh-Hadamard patterns. */
public final class SinglePixelProvider implements OperatorProvider {
  private static final String MASK = "mask";
  private static final String NOISE = "noise";

  /** For ServiceLoader. */
  public SinglePixelProvider() {}

  @Override
  public String id() {
    return "acme.single-pixel";
  }

  @Override
  public String title() {
    return "Single-pixel camera with Walsh-Hadamard patterns";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.optionalNumber(
            NOISE,
            Double.MIN_NORMAL,
            Double.POSITIVE_INFINITY,
            "standard deviation of a reading; estimated from the finest patterns if not given"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Duarte, Davenport, Takhar, Laska, Sun, Kelly, Baraniuk",
            "Single-pixel imaging via compressive sampling",
            2008,
            "doi:10.1109/MSP.2007.914730"));
  }

  @Override
  public List<InputSpec> inputs() {
    return List.of(
        InputSpec.required(
            DATA,
            "detector readings",
            List.of(SpacePattern.of(Scalar.REAL, SpacePattern.ANY)),
            "1",
            "one reading for each pattern shown, in the order of the mask, row by row"),
        InputSpec.required(
            MASK,
            "patterns shown",
            List.of(SpacePattern.of(Scalar.REAL, SpacePattern.ANY, SpacePattern.ANY)),
            "1",
            "an array of the image's shape in natural Hadamard order; not 0 where a pattern was"
                + " shown"));
  }

  @Override
  public Measurement prepare(Preparation preparation) {
    Options options = preparation.options();
    Field mask = preparation.inputs().get(MASK);
    Field y = preparation.inputs().get(DATA);
    if (!Hadamard.fits(mask.space())) {
      throw new ShapeMismatchException(
          "the mask is " + mask.space(),
          "a real array whose sides are powers of two",
          "pad the image to 64 x 64, 128 x 128, ...");
    }
    SinglePixel a = SinglePixel.of(mask);
    y.require(a.range(), "the data (the mask shows " + a.range().size() + " patterns)");
    double noise = options.has(NOISE) ? options.number(NOISE) : estimate(mask, y);
    GaussianLikelihood likelihood = new GaussianLikelihood(a, y, noise);
    Field baseline = a.adjoint(y);
    double scale = percentile(baseline, 0.99);
    if (!(scale > 0)) {
      throw new InvalidInputException(
          "every reading is 0", "check that the detector was on and the file is the right one");
    }
    return Measurement.of(likelihood, scale, baseline)
        .withView("adjoint", baseline)
        .withFindings(
            List.of(
                Finding.info(
                    NOISE,
                    (options.has(NOISE) ? "noise level as given: " : "noise level estimated: ")
                        + noise)));
  }

  @Override
  public Optional<Simulator> simulator() {
    return Optional.of(new SinglePixelSimulator());
  }

  /**
   * The median magnitude of the finest tenth of the readings over that of a standard normal. An
   * image has little there; what it has makes the estimate too large, never too small.
   */
  private static double estimate(Field mask, Field y) {
    int[] order = SinglePixelSimulator.finestFirst(mask);
    float[] fine = new float[Math.max(1, order.length / 10)];
    for (int i = 0; i < fine.length; i++) {
      fine[i] = Math.abs(y.data()[order[i]]);
    }
    Arrays.sort(fine);
    // A noiseless simulation would give 0, which no likelihood can have.
    return Math.max(fine[fine.length / 2] / 0.6745, 1e-6 * y.norm());
  }

  private static double percentile(Field x, double p) {
    float[] v = new float[x.data().length];
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.abs(x.data()[i]);
    }
    Arrays.sort(v);
    return v[(int) (p * (v.length - 1))];
  }
}
