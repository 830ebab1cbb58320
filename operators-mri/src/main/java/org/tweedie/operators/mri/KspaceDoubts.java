package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Finding;

/**
 * What makes k-space look as if it were something else: an image, magnitudes, samples that were
 * never acquired, a spike.
 */
final class KspaceDoubts {
  /** A larger share of exact zeros among what the mask calls acquired is no coincidence. */
  private static final double ZEROS = 0.05;

  /**
   * The energy of an image is spread more evenly than that of its transform, at least tenfold in
   * heads and hearts; only an object of a few pixels is like its own k-space.
   */
  private static final double FLATTER = 4;

  private KspaceDoubts() {}

  /**
   * Looks at the acquired k-space.
   *
   * @param kspace complex [coils, ny, nx], centred, 0 where nothing was acquired
   * @param images its inverse transform
   * @param pattern the acquired samples
   * @param shift by how many rows and columns the data were moved to the middle
   */
  static List<Finding> about(Field kspace, Field images, SamplingPattern pattern, int[] shift) {
    List<Finding> findings = new ArrayList<>();
    if (ComplexAxis.isMissing(kspace)) {
      findings.add(
          Finding.warning(
              "real-kspace",
              "Every imaginary part of the k-space is 0: check that it is not a magnitude."));
    }
    zeros(kspace, pattern, findings);
    List<String> axes = new ArrayList<>();
    for (int axis = 1; axis <= 2; axis++) {
      if (EnergyProfile.along(kspace, axis).flatness()
          > FLATTER * EnergyProfile.along(images, axis).flatness()) {
        axes.add(axis == 1 ? "ny" : "nx");
      }
    }
    if (!axes.isEmpty()) {
      findings.add(
          Finding.warning(
              "looks-like-an-image",
              "Along "
                  + String.join(" and ", axes)
                  + " the k-space looks like an image and its transform like k-space: check that it"
                  + " was transformed along both axes."));
    }
    Spike.find(kspace, pattern).map(s -> s.finding(pattern, shift)).ifPresent(findings::add);
    return findings;
  }

  private static void zeros(Field kspace, SamplingPattern pattern, List<Finding> findings) {
    int n = kspace.space().size() / kspace.space().dim(0);
    long zeros = 0;
    for (int s : pattern.samples()) {
      boolean zero = true;
      for (int i = s; i < kspace.space().size() && zero; i += n) {
        zero = kspace.data()[2 * i] == 0 && kspace.data()[2 * i + 1] == 0;
      }
      zeros += zero ? 1 : 0;
    }
    if (zeros == 0) {
      return;
    }
    double share = (double) zeros / pattern.count();
    String text =
        String.format(
            Locale.ROOT,
            "%.3g %% of the samples that the mask calls acquired are exactly 0 in every coil",
            100 * share);
    findings.add(
        share < ZEROS
            ? Finding.info("zeros", text + ".")
            : Finding.warning(
                "zeros",
                text + ": if they were filled in, leave the mask out or give one without them."));
  }
}
