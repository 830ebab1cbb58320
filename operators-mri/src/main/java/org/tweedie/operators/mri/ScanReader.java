package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.numerics.fft.CentredFft;

/** Makes a {@link Scan} of the inputs as users have them, and refuses what cannot be one. */
final class ScanReader {
  /** Sums over an image stay within single precision, and noise 100 dB below the signal too. */
  private static final double SMALLEST = 1e-30;

  private static final double LARGEST = 1e35;

  private final Options options;
  private final ComplexAxis complexAxis;
  private final CoilAxis coilAxis;
  private final List<Finding> findings = new ArrayList<>();

  ScanReader(Options options) {
    this.options = options;
    this.complexAxis = ComplexAxis.of(options);
    this.coilAxis = CoilAxis.of(options);
  }

  /** What was assumed and what looks wrong. */
  List<Finding> findings() {
    return findings;
  }

  /**
   * Reads the inputs.
   *
   * @throws org.tweedie.api.error.TweedieException if one cannot be used
   */
  Scan read(Map<String, Field> inputs) {
    Field data = complex(inputs.get(OperatorProvider.DATA), "the k-space");
    Slice slice = Slice.of(data, options);
    slice.finding().ifPresent(findings::add);
    Field raw = coilAxis.first(slice.cut(data));
    requireSignal(raw);
    MaskInput mask =
        Optional.ofNullable(inputs.get(CartesianProvider.MASK))
            .map(m -> MaskInput.of(finite(m, "the mask"), raw, slice))
            .orElseGet(() -> MaskInput.ofSamples(raw));
    findings.addAll(mask.findings());

    Centred centred = centre(raw, mask.mask());
    return new Scan(
        centred.kspace,
        centred.pattern,
        sensitivities(inputs, raw.space(), slice),
        whitening(inputs, raw.space().dim(0)));
  }

  private record Centred(Field kspace, SamplingPattern pattern) {}

  private Centred centre(Field raw, Field mask) {
    int ny = mask.space().dim(0);
    int nx = mask.space().dim(1);
    KspaceCentre centre = KspaceCentre.of(options);
    KspacePeak peak = KspacePeak.of(raw, mask);
    int[] shift = centre.shift(peak, ny, nx);
    centre.finding(peak, ny, nx).ifPresent(findings::add);
    ImageCentre imageCentre = ImageCentre.of(options);
    Field kspace = imageCentre.toMiddle(KspaceCentre.roll(raw, shift));
    SamplingPattern pattern = new SamplingPattern(KspaceCentre.roll(mask, shift));
    Field samples = pattern.gather(kspace);
    requireEveryChannel(samples);
    Field acquired = pattern.scatter(samples);
    Field images = CentredFft.inverse(acquired);
    imageCentre.finding(images).ifPresent(findings::add);
    findings.add(sampling(pattern, samples.space().dim(0)));
    findings.addAll(KspaceDoubts.about(acquired, images, pattern, shift));
    return new Centred(kspace, pattern);
  }

  private Optional<Field> sensitivities(Map<String, Field> inputs, Space kspace, Slice slice) {
    if (!inputs.containsKey(CartesianProvider.SENSITIVITIES)) {
      return Optional.empty();
    }
    Field given =
        complex(inputs.get(CartesianProvider.SENSITIVITIES), "the array of sensitivities");
    MapsInput maps = MapsInput.of(given, kspace, slice, coilAxis);
    findings.addAll(maps.findings());
    return Optional.of(maps.maps());
  }

  private Optional<Whitening> whitening(Map<String, Field> inputs, int coils) {
    return Optional.ofNullable(inputs.get(CartesianProvider.NOISE_SCAN))
        .map(s -> complex(s, "the noise scan"))
        .map(s -> new Whitening(NoiseScanInput.read(s, coils, coilAxis)));
  }

  private Field complex(Field x, String what) {
    return complexAxis.join(finite(x, what), what);
  }

  private static Field finite(Field x, String what) {
    if (x.isFinite()) {
      return x;
    }
    int i = 0;
    while (Float.isFinite(x.data()[i])) {
      i++;
    }
    boolean nan = Float.isNaN(x.data()[i]);
    int element = i / x.space().scalar().components();
    int[] index = x.space().shape();
    for (int axis = index.length - 1; axis >= 0; axis--) {
      int extent = index[axis];
      index[axis] = element % extent;
      element /= extent;
    }
    throw new InvalidInputException(
        "there is "
            + (nan ? "a NaN" : "an infinity")
            + " in "
            + what
            + ", first at "
            + Arrays.toString(index),
        nan ? "remove or mend these values" : "mend these values; single precision ends at 3.4e38");
  }

  private static Finding sampling(SamplingPattern pattern, int coils) {
    return Finding.info(
        "sampling",
        String.format(
            Locale.ROOT,
            "%.1f %% of the %d x %d points of k-space are acquired by %d coil%s: acceleration %.2f.",
            100 / pattern.acceleration(),
            pattern.ny(),
            pattern.nx(),
            coils,
            coils == 1 ? "" : "s",
            pattern.acceleration()));
  }

  private static void requireSignal(Field kspace) {
    float largest = 0;
    for (float v : kspace.data()) {
      largest = Math.max(largest, Math.abs(v));
    }
    if (largest == 0) {
      throw new InvalidInputException(
          "the k-space is 0 everywhere", "check which array the file holds");
    }
    if (largest < SMALLEST || largest > LARGEST) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "the largest number of the k-space is %.3g, where single precision ends (1e-38, 3e38)",
              largest),
          "scale the data, and the noise scan with them");
    }
  }

  /** No channel may be silent: its zeros would be taken for measurements. */
  private static void requireEveryChannel(Field samples) {
    int coils = samples.space().dim(0);
    for (int c = 0; c < coils; c++) {
      if (ArrayAxes.block(samples, 1, c).norm() == 0) {
        throw new InvalidInputException(
            "channel " + c + " of the k-space holds only zeros at the acquired samples",
            "leave that channel out");
      }
    }
  }
}
