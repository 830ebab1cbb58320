package org.tweedie.operators.mri;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.noise.Purpose;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Simulation;
import org.tweedie.api.spi.operator.Simulator;

/**
 * Noisy k-space of an image: {@code y = A x + σ n} with the coils of {@link CoilRing}, a smooth
 * phase if the image is real, and a mask.
 *
 * <p>The signal-to-noise ratio is that of the acquired samples, {@code 10 log10(‖Ax‖² / E‖σn‖²)}
 * with {@code E‖σn‖² = m σ²}, m the number of real components of y.
 */
final class CartesianSimulator implements Simulator {
  private static final Purpose NOISE = Purpose.of("mri.noise");

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.integer("coils", 8, 1, 128, "number of coils on a ring; 1 is a uniform coil"),
        OptionSpec.choice(
            "mask",
            "lines",
            List.of("lines", "uniform", "points", "poisson", "radial", "full"),
            "lines of variable density, every R-th line, points of Gaussian density, points of a"
                + " variable-density Poisson disc, spokes on the grid, or everything"),
        OptionSpec.number(
            "acceleration", 4, 1, 1000, "grid points to a sample, not for radial and full"),
        OptionSpec.integer(
            "centre", 24, 0, 10000, "side of the fully sampled centre, not for radial and full"),
        OptionSpec.integer("spokes", 32, 1, 10000, "number of spokes, for radial"),
        OptionSpec.number(
            "snr", 30, -100, 300, "signal-to-noise ratio of the acquired samples in dB"),
        OptionSpec.optionalNumber(
            "sigma",
            0,
            Double.MAX_VALUE,
            "standard deviation of a real component of the noise, instead of 'snr'; may be 0"),
        OptionSpec.number(
            "phase",
            1,
            0,
            100,
            "root mean square of the phase that a real image gets, in radians"));
  }

  @Override
  public Map<String, Field> simulate(Simulation simulation) {
    Field image = simulation.image();
    Options options = simulation.options();
    Noise noise = simulation.noise();
    if (image.space().rank() != 2) {
      throw new ShapeMismatchException(
          "the image is " + image.space(), "real or complex [ny, nx]", "give one slice");
    }
    if (!image.isFinite() || image.norm() == 0) {
      throw new InvalidInputException(
          image.isFinite() ? "the image is 0 everywhere" : "the image holds a NaN or an infinity",
          "give an image with values about 0 to 1");
    }
    int ny = image.space().dim(0);
    int nx = image.space().dim(1);
    Field truth =
        image.space().isComplex()
            ? image.copy()
            : SmoothPhase.apply(image, options.number("phase"), noise);
    Field maps = CoilRing.sensitivities(options.integer("coils"), ny, nx);
    Field mask = mask(ny, nx, options, noise);
    SamplingPattern pattern = new SamplingPattern(mask);
    Field clean = new SenseOperator(pattern, maps, 1e-5, 1).apply(truth);
    Field data =
        noise
            .normals(0, 0, NOISE, Field.zeros(clean.space()))
            .axpby(sigma(clean, options), 1, clean);
    Map<String, Field> arrays = new LinkedHashMap<>();
    arrays.put(OperatorProvider.DATA, pattern.scatter(data));
    arrays.put("mask", mask);
    arrays.put("sensitivities", maps);
    arrays.put("reference", truth);
    return arrays;
  }

  private static double sigma(Field clean, Options options) {
    return options.has("sigma")
        ? options.number("sigma")
        : Math.sqrt(
            clean.normSquared()
                / clean.space().components()
                / Math.pow(10, options.number("snr") / 10));
  }

  private static Field mask(int ny, int nx, Options options, Noise noise) {
    double acceleration = options.number("acceleration");
    int centre = options.integer("centre");
    return switch (options.text("mask")) {
      case "lines" -> SamplingMasks.lines(ny, nx, acceleration, Math.min(centre, nx), noise);
      case "uniform" -> SamplingMasks.uniform(ny, nx, acceleration, Math.min(centre, nx));
      case "points" ->
          SamplingMasks.points(ny, nx, acceleration, Math.min(centre, Math.min(ny, nx)), noise);
      case "poisson" ->
          SamplingMasks.poisson(ny, nx, acceleration, Math.min(centre, Math.min(ny, nx)), noise);
      case "radial" -> SamplingMasks.radial(ny, nx, options.integer("spokes"));
      default -> SamplingMasks.full(ny, nx);
    };
  }
}
