package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.sampler.Exactness;
import org.tweedie.engine.BoundOptions;
import org.tweedie.engine.DataFit;
import org.tweedie.engine.Evaluation;
import org.tweedie.engine.Provenance;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Scores;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/** A small run that never was. */
final class MadeUp {
  private static final int ROWS = 6;
  private static final int COLUMNS = 9;

  private MadeUp() {}

  /** A ramp whose real part grows by one a pixel, turned by 45 degrees, plus an offset. */
  static Field image(double offset, boolean complex) {
    Space space = complex ? Space.complex(ROWS, COLUMNS) : Space.real(ROWS, COLUMNS);
    Field f = Field.zeros(space);
    int c = space.scalar().components();
    for (int i = 0; i < f.data().length; i++) {
      f.data()[i] = (float) (i / c + offset);
    }
    return f;
  }

  /** A run whose samples have data fits of 1.001, 1.011, … */
  static Reconstruction run(int n, boolean complete, boolean complex, boolean scored) {
    double[] fit = new double[n];
    for (int k = 0; k < n; k++) {
      fit[k] = 1.001 + 0.01 * k;
    }
    return run(fit, Exactness.Kind.BIASED, complete, complex, scored);
  }

  /** A complete run of complex images with these data fits. */
  static Reconstruction fitting(Exactness.Kind kind, double... fit) {
    return run(fit, kind, true, true, false);
  }

  private static Reconstruction run(
      double[] fit, Exactness.Kind kind, boolean complete, boolean complex, boolean scored) {
    int n = fit.length;
    List<Field> samples = new ArrayList<>();
    List<Boolean> finished = new ArrayList<>();
    List<Scores> scores = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      samples.add(image(k, complex));
      finished.add(complete || k == 0);
      scores.add(new Scores(20 + k, 0.8, 0.1));
    }
    Measurement measurement =
        // The report looks at what was found, never at the likelihood.
        Measurement.of(null, 50, image(1, complex))
            .withView("zero-filled", image(3, complex))
            .withView("baseline", image(1, complex))
            .withView("of another shape", Field.zeros(Space.real(2, 2)))
            .withFindings(
                List.of(
                    Finding.warning("calibration", "the centre is <small> & uneven"),
                    Finding.info("sensitivities", "estimated")
                        .with(Field.zeros(Space.complex(3, 4, 5)))));
    List<StepRecord> trace = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      trace.add(
          new StepRecord(
              Chains.of(n), i, Math.pow(10, 1 - i), Map.of(StepRecord.RESIDUAL, 5.0 / (i + 1))));
    }
    Options none = Options.bind(List.of(), Map.of());
    Provenance provenance =
        new Provenance(
            "mri.cartesian",
            "brain.mri",
            "r-bgdm",
            Map.of("java", "17"),
            new BoundOptions(none, none, none),
            7,
            n,
            n,
            8,
            50,
            OptionalDouble.of(0.25),
            PriorCard.builder(
                    "brain.mri",
                    SpacePattern.of(Scalar.COMPLEX, SpacePattern.ANY, SpacePattern.ANY))
                .description("Brains.")
                .range(PriorCard.ValueRange.of(0, 1))
                .sigma(0.01, 80)
                .trainingData("IXI")
                .licence("CC BY-SA 3.0")
                .build(),
            kind == Exactness.Kind.POINT_ESTIMATE
                ? Exactness.pointEstimate("by the guidance")
                : Exactness.biased("by the guidance"),
            Map.of("r-bgdm", List.of(Citation.of("A <B>", "On & on", 2024, "arXiv:1234.5678"))));
    double average = Arrays.stream(fit).average().orElse(Double.NaN);
    Reconstruction.Builder r =
        Reconstruction.builder(
                samples, measurement, provenance, new DataFit(fit, average, 0.93, 1.4, 0.02, 5000))
            .finished(finished)
            .evaluation(
                scored
                    ? Optional.of(
                        new Evaluation(
                            new Scores(25.5, 0.9, 0.05),
                            new Scores(19.25, 0.7, 0.2),
                            scores,
                            OptionalDouble.of(0.87),
                            OptionalDouble.empty()))
                    : Optional.empty())
            .trace(trace)
            .work(new Counts(5L * n, 0, 10), new Timing(8, 1.5, 10));
    return complete ? r.build() : r.cancelled().build();
  }
}
