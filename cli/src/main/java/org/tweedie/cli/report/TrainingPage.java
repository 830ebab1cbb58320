package org.tweedie.cli.report;

import java.util.List;
import java.util.Map;

/** The page of a training: its curve and its facts. */
final class TrainingPage {
  private TrainingPage() {}

  static String html(String title, Map<String, String> facts, double[] steps, double[] losses) {
    StringBuilder body = new StringBuilder();
    body.append("<header><h1>").append(Html.escape(title)).append("</h1></header>\n<main>");
    body.append("<section><h2>Loss</h2><figure>");
    body.append(
        new Chart("Loss against step", "step", "loss").logarithmic().line("", steps, losses).svg());
    body.append("<figcaption>")
        .append(
            losses.length == 0
                ? "No step has been taken yet."
                : "Each point is a mean over a stretch of steps, for the loss of one step mostly "
                    + "tells which noise levels were drawn. The curve falls quickly at first and "
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
}
