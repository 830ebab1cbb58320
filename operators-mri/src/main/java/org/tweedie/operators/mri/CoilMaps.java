package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;

/**
 * The coil sensitivities: given, estimated by {@link Espirit}, or 1 for a single coil.
 *
 * @param maps complex [coils, ny, nx], in the channels as they were measured
 * @param findings how they came about, with the maps to keep
 */
record CoilMaps(Field maps, List<Finding> findings) {

  /**
   * The sensitivities for a scan.
   *
   * @throws org.tweedie.api.error.TweedieException if there is nothing to estimate them from
   */
  static CoilMaps of(Scan scan, Options options) {
    CoilMaps maps =
        scan.maps()
            .map(CoilMaps::given)
            .orElseGet(() -> scan.coils() == 1 ? uniform(scan) : estimated(scan, options));
    List<Finding> findings = new ArrayList<>(maps.findings);
    double[] power = Sensitivities.sumOfSquares(maps.maps);
    long zero = Arrays.stream(power).filter(p -> p == 0).count();
    if (zero > 0) {
      findings.add(
          Finding.info(
              "support",
              format(
                  "The sensitivities are 0 at %.1f %% of the pixels: there the data say nothing, and"
                      + " the image is the prior's alone.",
                  100.0 * zero / power.length)));
    }
    return new CoilMaps(maps.maps, findings);
  }

  private static CoilMaps given(Field maps) {
    DoubleSummaryStatistics rss =
        Arrays.stream(Sensitivities.sumOfSquares(maps))
            .filter(p -> p > 0)
            .map(Math::sqrt)
            .summaryStatistics();
    return new CoilMaps(
        maps,
        List.of(
            Finding.info(
                    "sensitivities",
                    format(
                        "The sensitivities and their phase are used as given; root-sum-of-squares %.3g"
                            + " to %.3g where they are not 0.",
                        rss.getMin(), rss.getMax()))
                .with(maps)));
  }

  private static CoilMaps uniform(Scan scan) {
    Field maps = Field.zeros(scan.kspace().space());
    for (int i = 0; i < maps.data().length; i += 2) {
      maps.data()[i] = 1;
    }
    return new CoilMaps(
        maps,
        List.of(
            Finding.info(
                "sensitivities", "One coil: its sensitivity is taken to be 1 everywhere.")));
  }

  private static CoilMaps estimated(Scan scan, Options options) {
    Calibration calibration =
        Calibration.find(
            scan.pattern(), options.integer("calibration"), options.integer("espirit-kernel"));
    Espirit espirit =
        new Espirit(
            options.integer("espirit-kernel"),
            options.number("espirit-threshold"),
            options.number("espirit-crop"));
    Field white = scan.whiten(scan.kspace());
    Espirit.Maps estimate =
        espirit.estimate(calibration.cut(white), scan.pattern().ny(), scan.pattern().nx());
    PhaseReference reference = PhaseReference.of(options.text("phase-reference"));
    reference.apply(estimate.maps(), white, calibration);
    Field maps =
        scan.whitening().map(w -> w.undo(w.normalise(estimate.maps()))).orElse(estimate.maps());
    return new CoilMaps(
        maps,
        List.of(
            Finding.info(
                "calibration",
                format(
                    "The calibration block is the %d x %d fully sampled points in the middle of"
                        + " k-space.",
                    calibration.rows(), calibration.columns())),
            Finding.info(
                    "sensitivities",
                    format(
                        "Estimated by ESPIRiT (%d of %d kernels span the signal); root-sum-of-squares 1"
                            + " where they are not 0; %s.",
                        estimate.rank(),
                        scan.coils() * espirit.kernel() * espirit.kernel(),
                        reference.sentence()))
                .with(maps)));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
