package org.tweedie.operators.mri;

import static org.tweedie.api.field.SpacePattern.ANY;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.GaussianLikelihood;
import org.tweedie.api.spi.operator.InputSpec;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.operator.Preparation;
import org.tweedie.api.spi.operator.Simulator;

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
  static final String MASK = "mask";
  static final String SENSITIVITIES = "sensitivities";
  static final String NOISE_SCAN = "noise-scan";

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
    return List.of(
        InputSpec.required(
            DATA,
            "k-space",
            arrays(2, 5),
            "any",
            "complex k-space [coils, ny, nx] or [ny, nx], its centre at index [ny/2, nx/2]; options"
                + " tell of other orders, several slices, real and imaginary part apart"),
        InputSpec.optional(
            MASK,
            "sampling mask",
            IntStream.rangeClosed(1, 4)
                .mapToObj(r -> SpacePattern.of(Scalar.REAL, any(r)))
                .toList(),
            "1",
            "[ny, nx], or [nx] or [ny] for whole lines, not 0 where a sample was acquired; without it"
                + " the samples that are not 0"),
        InputSpec.optional(
            SENSITIVITIES,
            "coil sensitivities",
            arrays(2, 5),
            "1",
            "complex [coils, ny, nx]; without it estimated by ESPIRiT from the centre of k-space"),
        InputSpec.optional(
            NOISE_SCAN,
            "noise scan",
            arrays(1, 5),
            "unit of the data",
            "complex samples without signal [coils, ...]; every channel is whitened with it"));
  }

  /** Real arrays are let in to be refused with the reason. */
  private static List<SpacePattern> arrays(int fewestAxes, int mostAxes) {
    return IntStream.rangeClosed(fewestAxes, mostAxes)
        .mapToObj(r -> SpacePattern.eitherScalar(any(r)))
        .toList();
  }

  private static int[] any(int rank) {
    int[] dims = new int[rank];
    Arrays.fill(dims, ANY);
    return dims;
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
            "λ of the baseline reconstruction, argmin ‖Ax − y‖² + λ‖A‖²‖x‖²"),
        Slice.option(),
        CoilAxis.option(),
        ComplexAxis.option(),
        KspaceCentre.option(),
        ImageCentre.option());
  }

  @Override
  public List<Citation> references() {
    return List.of(
        Citation.of(
            "Pruessmann, Weiger, Scheidegger, Boesiger",
            "SENSE: sensitivity encoding for fast MRI",
            1999,
            "doi:10.1002/(SICI)1522-2594(199911)42:5<952::AID-MRM16>3.0.CO;2-S"),
        Citation.of(
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
  public Measurement prepare(Preparation preparation) {
    Options options = preparation.options();
    ScanReader reader = new ScanReader(options);
    Scan scan = reader.read(preparation.inputs());
    preparation.progress(
        "Preparing %d channel%s of %d x %d: %d samples each ..."
            .formatted(
                scan.coils(),
                scan.coils() == 1 ? "" : "s",
                scan.kspace().space().dim(1),
                scan.kspace().space().dim(2),
                scan.pattern().count()));
    CoilMaps coils = CoilMaps.of(scan, options);
    Field maps = scan.whiten(coils.maps());
    Field samples = scan.samples();
    NoiseEstimate noise = NoiseEstimate.of(scan, maps, samples, options);
    SenseOperator operator =
        new SenseOperator(
            scan.pattern(), maps, options.number("cg-tolerance"), options.integer("cg-iterations"));
    Baseline baseline =
        Baseline.of(operator, samples, noise.sigma(), scan.maps().isPresent(), options);
    Measurement measurement =
        Measurement.of(
                new GaussianLikelihood(operator, samples, noise.sigma()),
                baseline.scale(),
                baseline.image())
            .withFindings(
                Stream.of(
                        reader.findings(), coils.findings(), noise.findings(), baseline.findings())
                    .flatMap(List::stream)
                    .toList());
    for (Map.Entry<String, Field> view : baseline.views().entrySet()) {
      measurement = measurement.withView(view.getKey(), view.getValue());
    }
    return measurement;
  }
}
