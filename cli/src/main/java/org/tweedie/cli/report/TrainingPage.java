package org.tweedie.cli.report;

import java.util.List;
import java.util.Map;

/** The page of a training: its curve and its facts. */
final class TrainingPage {
  private static final int STRETCHES = 200;

  private TrainingPage() {}

  static String html(String title, Map<String, String> facts, double[] losses) {
    StringBuilder body =
        new StringBuilder("<header><h1>" + Html.escape(title) + "</h1></header><main>");
    body.append("<section><h2>Loss</h2><figure>").append(chart(losses).svg());
    int stretch = stretch(losses.length);
    body.append("<figcaption>")
        .append(
            losses.length == 0
                ? "No step has been taken yet."
                : "Denoising loss, the mean of each "
                    + stretch
                    + (stretch == 1 ? " step." : " steps.")
                    + " It falls quickly at first and then slowly; where it still falls at the right "
                    + "end, longer training helps.")
        .append("</figcaption></figure></section>");
    StringBuilder rows = new StringBuilder();
    facts.forEach((k, v) -> rows.append(Html.row(Html.escape(k), Html.escape(v))));
    if (!facts.isEmpty()) {
      body.append("<section><h2>Settings</h2>")
          .append(Html.table("facts", List.of(), rows.toString()))
          .append("</section>");
    }
    return Html.page(title, body.append("</main>").toString(), false);
  }

  private static int stretch(int steps) {
    return Math.max(1, (steps + STRETCHES - 1) / STRETCHES);
  }

  private static Chart chart(double[] losses) {
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
      x[i] = (from + to + 1) / 2.0;
    }
    return new Chart("Loss against step", "step", "loss").logarithmic().line("", x, y);
  }
}
