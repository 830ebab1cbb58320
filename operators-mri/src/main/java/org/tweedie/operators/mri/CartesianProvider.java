package org.tweedie.operators.mri;

import static org.tweedie.api.field.SpacePattern.ANY;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.Simulator;
import org.tweedie.numerics.statistics.Quantiles;

/**
 * {@code mri.cartesian}: k-space of one slice on a Cartesian grid, one coil or several, any
 * sampling mask.
 *
 * <p>The image is complex [ny, nx]. What is not given is estimated: the coil sensitivities by
 * ESPIRiT from the fully sampled centre, the noise level from what is left of the coils' data when
 * the image that fits best is taken away, or with one coil from the outermost samples. The scale
 * between data and prior is the 99th percentile of the magnitude of the baseline, a regularised
 * SENSE reconstruction.
 */
public final class CartesianProvider implements OperatorProvider {
  private static final String MASK = "mask";
  private static final String SENSITIVITIES = "sensitivities";
  private static final String NOISE_SCAN = "noise-scan";

  /** Channels whose noise differs by more than this deserve a noise scan. */
  private static final double UNEQUAL_NOISE = 1.5;

  /** Creates the provider; does nothing else. */
  public CartesianProvider() {}

  @Override
  public String id() {
    return "mri.cartesian";
  }

  @Override
  public String title() {
    return "Accelerated MRI on a Cartesian grid: SENSE with one or more coils, any sampling mask";
  }

  @Override
  public List<InputSpec> inputs() {
    SpacePattern grid = SpacePattern.of(Scalar.REAL, ANY, ANY);
    SpacePattern image = SpacePattern.of(Scalar.COMPLEX, ANY, ANY);
    SpacePattern coils = SpacePattern.of(Scalar.COMPLEX, ANY, ANY, ANY);
    return List.of(
        new InputSpec(
            DATA,
            "k-space",
            List.of(coils, image),
            true,
            "any",
            "k-space [coils, ny, nx] or [ny, nx], its centre at index [ny/2, nx/2]"),
        new InputSpec(
            MASK,
            "sampling mask",
            List.of(grid),
            false,
            "1",
            "[ny, nx], not 0 where a sample was acquired; without it the samples that are not 0"),
        new InputSpec(
            SENSITIVITIES,
            "coil sensitivities",
            List.of(coils, image),
            false,
            "1",
            "[coils, ny, nx]; without it estimated by ESPIRiT from the centre of k-space"),
        new InputSpec(
            NOISE_SCAN,
            "noise scan",
            List.of(
                SpacePattern.of(Scalar.COMPLEX, ANY, ANY),
                coils,
                SpacePattern.of(Scalar.COMPLEX, ANY, ANY, ANY, ANY)),
            false,
            "unit of the data",
            "samples without signal [coils, ...]; every channel is whitened with it"));
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.optionalNumber(
            "noise",
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            "standard deviation of a real component of the data; estimated if not set"),
        OptionSpec.integer(
            "calibration", 24, 8, 256, "largest side of the calibration block (BART: 24)"),
        OptionSpec.integer(
            "espirit-kernel", 6, 2, 12, "side of the ESPIRiT kernels in samples (BART: 6)"),
        OptionSpec.number(
            "espirit-threshold",
            0.001,
            0,
            1,
            "squared singular values of the calibration data below this share of the largest are"
                + " noise (BART: 0.001)"),
        OptionSpec.number(
            "espirit-crop",
            0.8,
            0,
            1,
            "sensitivities are 0 where the ESPIRiT eigenvalue is below this (BART: 0.8)"),
        OptionSpec.choice(
            "phase-reference",
            PhaseReference.LOW_RESOLUTION.word(),
            Stream.of(PhaseReference.values()).map(PhaseReference::word).toList(),
            "what fixes the phase of estimated sensitivities (BART: virtual-coil)"),
        OptionSpec.number(
            "cg-tolerance",
            1e-5,
            1e-7,
            0.1,
            "relative residual at which a solve by conjugate gradients stops"),
        OptionSpec.integer(
            "cg-iterations", 100, 1, 10000, "largest number of conjugate gradient iterations"),
        OptionSpec.number(
            "baseline-lambda",
            0.01,
            1e-9,
            1e9,
            "λ of the baseline reconstruction, argmin ‖Ax − y‖² + λ‖x‖²"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        new Citation(
            "Pruessmann, Weiger, Scheidegger, Boesiger",
            "SENSE: sensitivity encoding for fast MRI",
            1999,
            "doi:10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S"),
        new Citation(
            "Uecker, Lai, Murphy, Virtue, Elad, Pauly, Vasanawala, Lustig",
            "ESPIRiT: an eigenvalue approach to autocalibrating parallel MRI: where SENSE meets"
                + " GRAPPA",
            2014,
            "doi:10.1002/mrm.24751"));
  }

  @Override
  public Optional<Simulator> simulator() {
    return Optional.of(new CartesianSimulator());
  }

  @Override
  public Measurement prepare(Map<String, Field> inputs, Options options) {
    List<Finding> findings = new ArrayList<>();
    Field kspace = asCoils(inputs.get(DATA), "the k-space");
    requireFinite(kspace, "the k-space");
    SamplingPattern pattern =
        new SamplingPattern(mask(kspace, Optional.ofNullable(inputs.get(MASK)), findings));
    requireSignal(pattern.gather(kspace));
    findings.add(
        Finding.info(
            "sampling",
            format(
                "%.1f %% of the %d x %d points of k-space are acquired by %d coil(s):"
                    + " acceleration %.2f.",
                100 / pattern.acceleration(),
                pattern.ny(),
                pattern.nx(),
                kspace.space().dim(0),
                pattern.acceleration())));

    Optional<Whitening> whitening = whitening(inputs, kspace);
    Field white = whitening.map(w -> w.apply(kspace)).orElse(kspace);
    Field samples = pattern.gather(white);
    Field maps = sensitivities(inputs, white, pattern, whitening, options, findings);
    double sigma = noiseLevel(pattern, maps, samples, whitening, options, findings);
    SenseOperator operator =
        new SenseOperator(
            pattern, maps, options.number("cg-tolerance"), options.integer("cg-iterations"));
    Field zeroFilled = operator.adjoint(samples);
    Field baseline = baseline(operator, zeroFilled, options, findings);
    double scale = Quantiles.quantile(Quantiles.magnitude(baseline), 0.99);
    if (!(scale > 0)) {
      throw new InvalidInputException(
          "the baseline reconstruction is 0 nearly everywhere: data and sensitivities do not overlap",
          "check that the sensitivities belong to these data");
    }
    findings.add(
        Finding.info(
            "scale",
            format(
                "An image value of %.5g stands for 1 in the prior: the 99th percentile of the"
                    + " magnitude of the baseline.",
                scale)));
    Map<String, Field> views = new LinkedHashMap<>();
    views.put("zero-filled", zeroFilled);
    views.put("baseline", baseline);
    return new Measurement(
        new GaussianLikelihood(operator, samples, sigma), scale, baseline, views, findings);
  }

  /** Gives one coil its axis. */
  private static Field asCoils(Field x, String what) {
    Space s = x.space();
    if (!s.isComplex() || s.rank() < 2 || s.rank() > 3) {
      throw new ShapeMismatchException(
          what + " is " + s,
          "complex [coils, ny, nx] or [ny, nx]",
          "give one slice of complex numbers");
    }
    return s.rank() == 3 ? x : Field.wrap(Space.complex(1, s.dim(0), s.dim(1)), x.data());
  }

  private static void requireFinite(Field x, String what) {
    if (x.isFinite()) {
      return;
    }
    int i = 0;
    while (Float.isFinite(x.data()[i])) {
      i++;
    }
    int nx = x.space().dim(2);
    int ny = x.space().dim(1);
    int element = i / 2;
    throw new InvalidInputException(
        format(
            "%s hold a NaN or an infinity, first at coil %d, row %d, column %d",
            what.replace("the k-space", "the k-space data"),
            element / (ny * nx),
            element / nx % ny,
            element % nx),
        "remove or mend these values");
  }

  private static Field mask(Field kspace, Optional<Field> given, List<Finding> findings) {
    Space grid = Space.real(kspace.space().dim(1), kspace.space().dim(2));
    if (given.isPresent()) {
      if (!given.get().space().equals(grid)) {
        throw new ShapeMismatchException(
            "the mask is " + given.get().space(),
            grid + " like the k-space",
            "give the mask that belongs to these data");
      }
      return given.get();
    }
    Field mask = Field.zeros(grid);
    for (int i = 0; i < kspace.data().length; i++) {
      if (kspace.data()[i] != 0) {
        mask.data()[i / 2 % grid.size()] = 1;
      }
    }
    findings.add(
        Finding.info("mask", "No mask was given: the samples that are not 0 count as acquired."));
    return mask;
  }

  /** No channel may be silent: its zeros would be taken for measurements. */
  private static void requireSignal(Field samples) {
    int coils = samples.space().dim(0);
    int n = samples.data().length / coils;
    for (int c = 0; c < coils; c++) {
      boolean silent = true;
      for (int i = c * n; i < (c + 1) * n && silent; i++) {
        silent = samples.data()[i] == 0;
      }
      if (silent) {
        throw new InvalidInputException(
            "channel " + c + " of the k-space holds only zeros at the acquired samples",
            "leave that channel out");
      }
    }
  }

  private static Optional<Whitening> whitening(Map<String, Field> inputs, Field kspace) {
    Field scan = inputs.get(NOISE_SCAN);
    if (scan == null) {
      return Optional.empty();
    }
    int coils = kspace.space().dim(0);
    if (!scan.space().isComplex() || scan.space().dim(0) != coils) {
      throw new ShapeMismatchException(
          "the noise scan is " + scan.space(),
          "complex [" + coils + ", ...], one row for each coil",
          "give the noise scan of these coils");
    }
    return Optional.of(new Whitening(scan));
  }

  private static double noiseLevel(
      SamplingPattern pattern,
      Field maps,
      Field samples,
      Optional<Whitening> whitening,
      Options options,
      List<Finding> findings) {
    if (options.has("noise")) {
      double sigma = options.number("noise");
      if (!(sigma > 0)) {
        throw new InvalidOptionException(
            "the option 'noise' is " + sigma,
            "give the standard deviation of a real component, above 0, or leave it out to have it"
                + " estimated");
      }
      findings.add(Finding.info("noise", format("The noise level is σ = %.4g, as given.", sigma)));
      return sigma;
    }
    if (whitening.isPresent()) {
      double sigma = whitening.get().sigma();
      findings.add(
          Finding.info(
              "noise",
              format(
                  "The noise scan gives σ = %.4g for each real component; the channels are whitened"
                      + " with it.",
                  sigma)));
      return sigma;
    }
    double[] outermost = NoiseLevel.ofOutermost(pattern, samples);
    if (!(NoiseLevel.pooled(outermost) > 0)) {
      throw new InvalidInputException(
          "the noise level cannot be estimated: most of the outermost k-space samples are 0",
          "set the option 'noise', or give a mask of the samples that were really acquired");
    }
    Optional<double[]> residual = NoiseLevel.ofResidual(pattern, maps, samples);
    double[] channels = residual.orElse(outermost);
    double sigma = NoiseLevel.pooled(channels);
    double low = Arrays.stream(channels).min().orElseThrow();
    double high = Arrays.stream(channels).max().orElseThrow();
    findings.add(
        Finding.info(
            "noise",
            format(
                "Estimated σ = %.4g for each real component from %s (channels %.4g to %.4g).",
                sigma,
                residual.isPresent()
                    ? "what no single image explains of the coils' data"
                    : "the outermost k-space",
                low,
                high)));
    if (high > UNEQUAL_NOISE * low) {
      findings.add(
          Finding.warning(
              "unequal-noise",
              format(
                  "The noisiest channel has %.1f times the noise of the quietest, but all are"
                      + " weighted alike: give a noise scan.",
                  high / low)));
    }
    return sigma;
  }

  private static Field sensitivities(
      Map<String, Field> inputs,
      Field kspace,
      SamplingPattern pattern,
      Optional<Whitening> whitening,
      Options options,
      List<Finding> findings) {
    if (inputs.containsKey(SENSITIVITIES)) {
      Field given = given(asCoils(inputs.get(SENSITIVITIES), "the sensitivities"), kspace.space());
      Field maps = whitening.map(w -> w.apply(given)).orElse(given);
      findings.add(
          Finding.info(
              "sensitivities",
              "The sensitivities and their phase are used as given; "
                  + outside(maps)
                  + " root-sum-of-squares elsewhere "
                  + spread(maps)
                  + ".",
              maps));
      return maps;
    }
    Field maps = Field.zeros(kspace.space());
    if (kspace.space().dim(0) == 1) {
      for (int i = 0; i < maps.data().length; i += 2) {
        maps.data()[i] = 1;
      }
      findings.add(
          Finding.info("sensitivities", "One coil: its sensitivity is taken to be 1 everywhere."));
      return maps;
    }
    Calibration calibration =
        Calibration.find(
            pattern, options.integer("calibration"), options.integer("espirit-kernel"));
    findings.add(
        Finding.info(
            "calibration",
            format(
                "The calibration block is the %d x %d fully sampled points in the middle of"
                    + " k-space.",
                calibration.rows(), calibration.columns())));
    Espirit espirit =
        new Espirit(
            options.integer("espirit-kernel"),
            options.number("espirit-threshold"),
            options.number("espirit-crop"));
    Espirit.Maps estimate = espirit.estimate(calibration.cut(kspace), pattern.ny(), pattern.nx());
    PhaseReference reference = PhaseReference.of(options.text("phase-reference"));
    reference.apply(estimate.maps(), kspace, calibration);
    findings.add(
        Finding.info(
            "sensitivities",
            format(
                "Estimated by ESPIRiT (%d of %d kernels span the signal); %s root-sum-of-squares 1"
                    + " elsewhere; %s.",
                estimate.rank(),
                kspace.space().dim(0) * espirit.kernel() * espirit.kernel(),
                outside(estimate.maps()),
                reference.sentence()),
            estimate.maps()));
    return estimate.maps();
  }

  private static Field given(Field maps, Space expected) {
    if (!maps.space().equals(expected)) {
      throw new ShapeMismatchException(
          "the sensitivities are " + maps.space(),
          expected + " like the k-space",
          "give the sensitivities that belong to these data");
    }
    requireFinite(maps, "the sensitivities");
    if (maps.norm() == 0) {
      throw new InvalidInputException(
          "the sensitivities are 0 everywhere", "leave them out to have them estimated");
    }
    return maps;
  }

  /** Says where maps are 0. */
  private static String outside(Field maps) {
    double[] power = Sensitivities.sumOfSquares(maps);
    long zero = Arrays.stream(power).filter(p -> p == 0).count();
    return format("0 at %.1f %% of the pixels, outside the object;", 100.0 * zero / power.length);
  }

  /** The range of the root-sum-of-squares where maps are not 0. */
  private static String spread(Field maps) {
    var rss =
        Arrays.stream(Sensitivities.sumOfSquares(maps))
            .filter(p -> p > 0)
            .map(Math::sqrt)
            .summaryStatistics();
    return format("%.3g to %.3g", rss.getMin(), rss.getMax());
  }

  private static Field baseline(
      SenseOperator operator, Field zeroFilled, Options options, List<Finding> findings) {
    double lambda = options.number("baseline-lambda");
    NormalSolve solve = operator.capability(NormalSolve.class).orElseThrow();
    NormalSolve.Solution solution = solve.solve(lambda, zeroFilled, Field.zeros(operator.domain()));
    findings.add(
        Finding.info(
            "baseline",
            format(
                "The baseline is argmin ‖Ax − y‖² + λ‖x‖² with λ = %.3g (relative residual %.1e).",
                lambda, solution.relativeResidual())));
    return solution.x();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
