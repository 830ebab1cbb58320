package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tweedie.engine.DataFit;
import org.tweedie.engine.Reconstruction;

/** How well the samples explain the measurement. */
final class FitSection {
  private FitSection() {}

  /** The verdict, and the numbers behind it. */
  static Element of(Reconstruction run, Verdict verdict) {
    DataFit f = run.dataFit();
    return Element.of(
        "section",
        Element.of("h2", "Does it explain the measurement?"),
        Element.of(
                "div",
                Element.of("figure").add(chart(f)).add(table(f)),
                Element.of(
                    "div",
                    Element.of(
                        "p",
                        verdict
                            .fit()
                            .orElse(
                                "The run was stopped, so these numbers judge estimates on the"
                                    + " way.")),
                    Element.of("p", meaning(f))))
            .css("two"));
  }

  private static Chart chart(DataFit f) {
    int n = f.samples().length;
    double[] x = new double[n];
    List<String> names = new ArrayList<>();
    for (int k = 0; k < n; k++) {
      x[k] = k;
      names.add((n <= 6 ? "sample " : "") + k);
    }
    Chart chart =
        new Chart("Data fit of each sample", "", "‖A x − y‖² / (m σ²)")
            .points("samples", x, f.samples());
    if (n > 1) {
      names.add("mean");
      chart.points("mean", new double[] {n}, new double[] {f.mean()});
    }
    return chart
        .categories(names)
        .band("expected of a sample (1 ± 2 s.d.)", 1 - 2 * f.spread(), 1 + 2 * f.spread());
  }

  private static Element table(DataFit f) {
    Table table = Table.numbers("", "data fit");
    for (int k = 0; k < f.samples().length; k++) {
      table.row("Sample " + k, Ticks.fixed(f.samples()[k], 4));
    }
    if (f.samples().length > 1) {
      table.row("Mean of the samples", Ticks.fixed(f.mean(), 4));
    }
    return table.row("Baseline", Ticks.fixed(f.baseline(), 4)).element();
  }

  private static String meaning(DataFit f) {
    return "The data fit, ‖A x − y‖² / (m σ²) for Gaussian noise, compares what an image would have measured with what "
        + "was measured, in units of the noise; m = "
        + String.format(Locale.ROOT, "%,d", f.measurements()).replace(',', '\u202f')
        + " counts real numbers. Samples of the true posterior average 1, because given the "
        + "measurement a sample and the true image are exchangeable, and the true image "
        + "leaves just the noise; the expected spread of one sample is "
        + Ticks.number(f.spread(), 2)
        + ". The mean of the samples lies below 1, and so does a sample that was fitted to the "
        + "noise. A sample above 1 leaves something unexplained.";
  }
}
