package org.tweedie.cli.report;

import java.util.List;
import java.util.Map;

/** The page of a training: its curve and its facts. */
final class TrainingPage {
  /** Points of the curve: enough to see its shape, few enough to average. */
  private static final int POINTS = 200;

  private TrainingPage() {}

  /** The page as a file. */
  static byte[] of(String title, Map<String, String> facts, double[] losses) {
    Element figure =
        Element.of("figure").add(curve(losses)).add(Element.of("figcaption", caption(losses)));
    Element main = Element.of("main", Element.of("section", Element.of("h2", "Loss"), figure));
    if (!facts.isEmpty()) {
      Table settings = Table.facts();
      facts.forEach(settings::row);
      main.add(Element.of("section", Element.of("h2", "Settings"), settings.element()));
    }
    return Page.of(title, List.of(Element.of("header", Element.of("h1", title)), main), false);
  }

  private static String caption(double[] losses) {
    return losses.length == 0
        ? "No step has been taken yet."
        : "Each point is the mean of "
            + stretch(losses.length)
            + " steps, for the loss of one step mostly tells which noise levels were drawn. The"
            + " curve falls quickly at first and then slowly; where it still falls at the right"
            + " end, longer training helps.";
  }

  private static int stretch(int steps) {
    return Math.max(1, (steps + POINTS - 1) / POINTS);
  }

  private static Chart curve(double[] losses) {
    int stretch = stretch(losses.length);
    int n = (losses.length + stretch - 1) / stretch;
    double[] x = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int from = i * stretch;
      int to = Math.min(losses.length, from + stretch);
      for (int k = from; k < to; k++) {
        y[i] += losses[k] / (to - from);
      }
      x[i] = to;
    }
    return new Chart("Loss against step", "step", "loss").logarithmic().line("", x, y);
  }
}
