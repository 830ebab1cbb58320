package org.tweedie.cli.report;

import java.util.List;
import java.util.Map;

/** The page of a training: its curve and its facts. */
final class TrainingPage {
  /** Points of the curve: enough to see its shape, few enough to average. */
  private static final int POINTS = 200;

  private TrainingPage() {}

  static String html(String title, Map<String, String> facts, double[] losses) {
    StringBuilder body = new StringBuilder();
    body.append("<header><h1>").append(Html.escape(title)).append("</h1></header>\n<main>");
    body.append("<section><h2>Loss</h2><figure>");
    body.append(curve(losses).svg());
    body.append("<figcaption>")
        .append(
            losses.length == 0
                ? "No step has been taken yet."
                : "Each point is the mean of "
                    + stretch(losses.length)
                    + " steps, for the loss of one step mostly tells which noise levels were "
                    + "drawn. The curve falls quickly at first and "
                    + "then slowly; where it still falls at the right end, longer training helps.")
        .append("</figcaption></figure></section>");
    StringBuilder rows = new StringBuilder();
    facts.forEach((k, v) -> rows.append(Html.row(Html.escape(k), Html.escape(v))));
    if (!facts.isEmpty()) {
      body.append("<section><h2>Settings</h2>")
          .append(Html.table("facts", List.of(), rows.toString()))
          .append("</section>");
    }
    return Html.page(title, body.append("</main>\n").toString(), false);
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
