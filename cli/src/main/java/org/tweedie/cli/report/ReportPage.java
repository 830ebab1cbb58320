package org.tweedie.cli.report;

import static org.tweedie.cli.report.Html.escape;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.engine.DataFit;
import org.tweedie.engine.Evaluation;
import org.tweedie.engine.Provenance;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Scores;
import org.tweedie.engine.run.StepRecord;
import org.tweedie.engine.run.Timing;

/** The page of a run. */
final class ReportPage {
  private static final int MONTAGE_COLUMNS = 4;

  private final Reconstruction run;
  private final ReportContext context;
  private final Gallery gallery;

  /** The arrays among the findings. */
  private final List<Panel> arrays;

  /** Each panel as a PNG in base 64. */
  private final Map<Panel, String> pixels;

  private final StringBuilder out = new StringBuilder();

  ReportPage(Reconstruction run, ReportContext context, Gallery gallery) {
    this.run = run;
    this.context = context;
    this.gallery = gallery;
    this.arrays = run.findings().stream().map(ReportPage::array).flatMap(Optional::stream).toList();
    List<Panel> panels = new ArrayList<>(gallery.all());
    panels.addAll(arrays);
    this.pixels =
        panels.parallelStream()
            .collect(
                Collectors.toConcurrentMap(
                    p -> p, p -> Base64.getEncoder().encodeToString(p.render().png())));
  }

  String html() {
    out.append("<header>\n");
    head();
    look();
    out.append("</header>\n<main>\n");
    pictures();
    dataFit();
    evaluation();
    convergence();
    findings();
    settings();
    citations();
    out.append("</main>\n");
    out.append(
        """
        <dialog class="screen" aria-label="Enlarged picture"><img alt=""><p><span data-title></span>
        <span class="soft">← → other pictures, Esc closes</span></p></dialog>
        <footer>Made by Tweedie. This page holds everything that it shows and loads nothing.</footer>
        """);
    return Html.page(context.title() + " · Tweedie", out.toString(), true);
  }

  private void head() {
    out.append("<h1>").append(escape(context.title())).append("</h1>\n");
    Provenance p = run.provenance();
    out.append("<p class=\"soft\">")
        .append(escape(p.operator() + " · " + p.prior() + " · " + p.sampler()))
        .append("</p>\n");
    if (!run.complete()) {
      long finished = run.finished().stream().filter(f -> f).count();
      out.append("<p class=\"stopped\" role=\"alert\">Partial result: the run was stopped. ")
          .append(finished)
          .append(" of ")
          .append(run.provenance().samples())
          .append(" samples are finished.</p>\n");
    }
    out.append("<div class=\"opening\"><p class=\"lead\">");
    out.append(escape(String.join(" ", Narrative.summary(run, gallery.grey()))));
    out.append("</p>\n");
  }

  private void look() {
    out.append("<aside class=\"look\"><h2>What should I look at?</h2><ol>");
    if (!run.complete()) {
      item("Nothing in earnest yet:", "run it to its end. This page shows how far it came.");
    } else if (run.samples().size() > 1) {
      item("The mean", "is the picture to use; compare it with the baseline, which had no prior.");
      item(
          "The standard deviation",
          "says where not to trust it. A detail of the mean that is fainter than the standard "
              + "deviation there may not exist.");
      item(
          "The samples",
          "show what the alternatives look like. Click one and flip with the arrow keys: what "
              + "changes was not measured but imagined.");
    } else {
      item("The sample", "is one image that fits; more of them would show what is uncertain.");
    }
    if (run.complete()) {
      item(
          "The data fit", "of every sample should be near 1. If it is not, stop and find out why.");
    }
    if (warnings() > 0) {
      item(
          "The warnings",
          "under Findings: there " + (warnings() == 1 ? "is 1." : "are " + warnings() + "."));
    }
    out.append("</ol></aside></div>\n");
  }

  private void item(String name, String text) {
    out.append("<li><strong>").append(escape(name)).append("</strong> ");
    out.append(escape(text)).append("</li>");
  }

  private long warnings() {
    return context.warnings().size()
        + run.findings().stream().filter(f -> f.severity() == Finding.Severity.WARNING).count();
  }

  private void pictures() {
    out.append("<section><h2>Pictures</h2>\n<p>");
    boolean complex = run.statistics().mean().space().isComplex();
    out.append(complex ? "Complex images are shown by their magnitude. " : "");
    out.append("All grey pictures share one window, ")
        .append(escape(window()))
        .append(
            ", so equal grey means equal value; the top is the "
                + (complex ? "98" : "99.5")
                + " % quantile of the mean, and brighter pixels are shown white.");
    if (run.statistics().mean().space().rank() > 2) {
      out.append(" Of a volume the middle slice is shown.");
    }
    out.append(" <span class=\"screen\">Click a picture to enlarge it.</span></p>\n");
    out.append("<div class=\"pictures\">\n");
    gallery.images().forEach(this::panel);
    out.append("</div>\n");
    if (run.samples().size() > 1) {
      out.append("<h3>Samples</h3><div class=\"pictures\">\n");
      gallery.samples().forEach(this::panel);
      gallery.more().forEach(this::panel);
      out.append("</div>\n");
      out.append("<p class=\"soft\">With ")
          .append(run.samples().size())
          .append(" samples the standard deviation is itself uncertain by about ")
          .append(Narrative.percent(Narrative.uncertaintyOfDeviation(run.samples().size())))
          .append(" in each pixel; more samples make it smoother, not smaller.</p>\n");
    } else {
      out.append("<div class=\"pictures\">\n");
      gallery.more().forEach(this::panel);
      out.append("</div>\n");
    }
    if (!run.equallyWeighted()) {
      weights(run.weights());
    }
    out.append("</section>\n");
  }

  private String window() {
    return Ticks.number(gallery.grey().low(), 3)
        + " to "
        + Ticks.number(gallery.grey().high(), 3)
        + " in the data's units";
  }

  private void weights(double[] w) {
    List<String> cells = new ArrayList<>();
    for (int k = 0; k < w.length; k++) {
      cells.add("sample " + k + ": " + Ticks.fixed(w[k], 3));
    }
    out.append("<p>The samples count with weights: ")
        .append(escape(String.join(", ", cells)))
        .append(". Mean and standard deviation respect them.</p>\n");
  }

  private void panel(Panel p) {
    String alt = p.title() + ". " + p.caption() + " Scale: " + p.scale() + ".";
    out.append("<figure id=\"").append(escape(p.id())).append("\"><div class=\"shown\">");
    out.append("<button type=\"button\" title=\"Enlarge\"><img src=\"data:image/png;base64,");
    out.append(Objects.requireNonNull(pixels.get(p)));
    out.append("\" width=\"").append(p.plane().width());
    out.append("\" height=\"").append(p.plane().height());
    out.append("\" alt=\"").append(escape(alt)).append("\"></button>");
    bar(p);
    out.append("</div><figcaption><strong>").append(escape(p.title())).append("</strong>");
    out.append(escape(p.caption())).append("</figcaption></figure>\n");
  }

  private void bar(Panel p) {
    out.append("<div class=\"bar\" aria-hidden=\"true\"><i style=\"background:")
        .append(p.map().gradient("to top"))
        .append("\"></i><span>");
    for (double t : Ticks.linear(p.window().low(), p.window().high(), 5)) {
      // keep the first and last number inside the picture's height
      double at = Math.max(2, Math.min(97, 100 * p.window().position(t)));
      out.append("<b style=\"bottom:")
          .append(Ticks.fixed(at, 1))
          .append("%\">")
          .append(Ticks.number(t, 3))
          .append("</b>");
    }
    out.append("</span></div>");
  }

  private void dataFit() {
    DataFit f = run.dataFit();
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
    chart
        .categories(names)
        .band("expected of a sample (1 ± 2 s.d.)", 1 - 2 * f.spread(), 1 + 2 * f.spread());
    StringBuilder rows = new StringBuilder();
    for (int k = 0; k < n; k++) {
      rows.append(Html.row("Sample " + k, Ticks.fixed(f.samples()[k], 4)));
    }
    if (n > 1) {
      rows.append(Html.row("Mean of the samples", Ticks.fixed(f.mean(), 4)));
    }
    rows.append(Html.row("Baseline", Ticks.fixed(f.baseline(), 4)));
    out.append("<section><h2>Does it explain the measurement?</h2><div class=\"two\"><figure>")
        .append(chart.svg())
        .append(Html.table("numbers", List.of("", "data fit"), rows.toString()))
        .append("</figure><div><p>")
        .append(
            escape(
                run.complete()
                    ? Narrative.fit(f)
                    : "The run was stopped, so these numbers judge estimates on the way."))
        .append("</p><p>The data fit ‖A x − y‖² / (m σ²) compares what an image would have ")
        .append("measured with what was measured, in units of the noise; m = ")
        .append(String.format(Locale.ROOT, "%,d", f.measurements()).replace(',', '\u202f'))
        .append(
            " counts real numbers. Samples of the true posterior average 1, because given the "
                + "measurement a sample and the true image are exchangeable, and the true image "
                + "leaves just the noise; the expected spread of one sample is √(2/m) = ")
        .append(Ticks.number(f.spread(), 2))
        .append(
            ". The mean of the samples lies below 1, and so does a sample that was fitted to the "
                + "noise. A sample above 1 leaves something unexplained.</p>")
        .append("</div></div></section>\n");
  }

  private void evaluation() {
    if (run.evaluation().isEmpty()) {
      return;
    }
    Evaluation e = run.evaluation().get();
    StringBuilder rows = new StringBuilder();
    rows.append(scores("Baseline", e.baseline()));
    if (e.samples().size() > 1) {
      double[] average =
          new double[] {
            e.samples().stream().mapToDouble(Scores::psnr).average().orElse(Double.NaN),
            e.samples().stream().mapToDouble(Scores::ssim).average().orElse(Double.NaN),
            e.samples().stream().mapToDouble(Scores::nrmse).average().orElse(Double.NaN)
          };
      rows.append(scores("Samples, on average", new Scores(average[0], average[1], average[2])));
    }
    rows.append(
        scores(e.samples().size() > 1 ? "Mean of the samples" : "The sample", e.mean())
            .replaceFirst("<tr>", "<tr class=\"best\">"));
    out.append("<section><h2>How close is it to the reference?</h2>")
        .append(Html.table("numbers", List.of("", "PSNR (dB)", "SSIM", "NRMSE"), rows.toString()))
        .append(
            "<p>Taken on magnitudes without fitting a scale; the peak of the PSNR is the largest "
                + "magnitude of the reference. Single samples score below their mean, as they "
                + "must: each carries its own share of what is not known.</p>");
    if (e.coverage().isPresent()) {
      out.append("<p>The 90 % interval of the samples holds the reference in <strong>")
          .append(Narrative.percent(e.coverage().getAsDouble()))
          .append("</strong> of all pixels");
      e.coverageInside()
          .ifPresent(
              c ->
                  out.append(" and in <strong>")
                      .append(Narrative.percent(c))
                      .append("</strong> of those inside the object"));
      out.append(
          "; 90 % would be right. Less means that the samples are too sure of themselves.</p>");
    }
    out.append("</section>\n");
  }

  private static String scores(String name, Scores s) {
    return Html.row(
        name, Ticks.fixed(s.psnr(), 2), Ticks.fixed(s.ssim(), 4), Ticks.fixed(s.nrmse(), 4));
  }

  private void convergence() {
    Map<Integer, List<StepRecord>> groups = new LinkedHashMap<>();
    for (StepRecord t : run.trace()) {
      groups.computeIfAbsent(t.chains().first(), k -> new ArrayList<>()).add(t);
    }
    if (groups.isEmpty()) {
      return;
    }
    Chart levels = new Chart("Noise level along the run", "step", "noise level σ").logarithmic();
    Chart residuals =
        new Chart("Residual along the run", "step", "‖A x̂₀ − y‖² / (m σ²)").logarithmic();
    for (List<StepRecord> group : groups.values()) {
      double[] x = group.stream().mapToDouble(t -> t.step()).toArray();
      int first = group.get(0).chains().first();
      int count = group.get(0).chains().count();
      String name =
          groups.size() == 1
              ? ""
              : count == 1 ? "chain " + first : "chains " + first + "–" + (first + count - 1);
      levels.line(name, x, group.stream().mapToDouble(t -> t.level()).toArray());
      residuals.line(
          name, x, group.stream().mapToDouble(t -> t.residual().orElse(Double.NaN)).toArray());
    }
    out.append("<section><h2>Did it converge?</h2><div class=\"two\">\n<figure>")
        .append(levels.svg())
        .append(
            "<figcaption><small>The noise level of the prior, in its own units: the sampler walks "
                + "from noise to image.</small></figcaption></figure>\n");
    if (!residuals.isEmpty()) {
      residuals.band("1: explained down to the noise", 1, 1);
      out.append("<figure>")
          .append(residuals.svg())
          .append(
              "<figcaption><small>The data fit of the clean estimate at each step, averaged over "
                  + "the chains. It should settle before the last step.</small></figcaption>"
                  + "</figure>\n");
    }
    out.append("</div></section>\n");
  }

  private void findings() {
    List<Finding> findings = run.findings();
    if (findings.isEmpty() && context.warnings().isEmpty()) {
      return;
    }
    out.append("<section><h2>Findings</h2><ul class=\"findings\">\n");
    for (String w : context.warnings()) {
      out.append("<li class=\"warning\"><b>Warning</b>").append(escape(w)).append("</li>\n");
    }
    for (Finding f : findings) {
      boolean warning = f.severity() == Finding.Severity.WARNING;
      out.append(warning ? "<li class=\"warning\"><b>Warning: " : "<li><b>")
          .append(escape(f.name()))
          .append("</b>")
          .append(escape(f.text()))
          .append("</li>\n");
    }
    out.append("</ul>\n");
    if (!arrays.isEmpty()) {
      out.append("<div class=\"pictures wide\">\n");
      arrays.forEach(this::panel);
      out.append("</div>\n");
    }
    out.append("</section>\n");
  }

  private static Optional<Panel> array(Finding f) {
    return f.field()
        .filter(x -> x.space().rank() == 2 || x.space().rank() == 3)
        .map(
            x -> {
              boolean several = x.space().rank() == 3;
              Plane plane = several ? Plane.montage(x, MONTAGE_COLUMNS) : Plane.of(x);
              return new Panel(
                  "finding-" + Gallery.slug(f.name()),
                  f.name(),
                  (x.space().isComplex() ? "Magnitude" : "Values")
                      + (several ? " of each of the " + x.space().dim(0) + "." : "."),
                  plane,
                  ColourMap.GREY,
                  Window.spanning(plane.values()),
                  "",
                  Optional.empty());
            });
  }

  private void settings() {
    Provenance p = run.provenance();
    out.append("<section><h2>How it was made, and how to repeat it</h2>\n");
    out.append("<pre><code>").append(escape(context.commandLine())).append("</code></pre>\n");
    out.append("<div class=\"two\"><div><h3>Method</h3>");
    StringBuilder rows = new StringBuilder();
    fact(rows, "Operator", p.operator());
    fact(rows, "Prior", p.prior() + ": " + p.card().description());
    fact(rows, "Trained on", p.card().trainingData() + "; licence " + p.card().licence());
    fact(rows, "Sampler", p.sampler());
    fact(rows, "Its promise", Narrative.exactness(p.exactness()));
    fact(
        rows,
        "Samples",
        run.finished().stream().filter(f -> f).count() + " finished of " + p.samples());
    fact(rows, "Seed", Long.toString(p.seed()));
    fact(rows, "Scale", Ticks.number(p.scale(), 5) + " data units are 1 for the prior");
    p.sigma()
        .ifPresent(
            s ->
                fact(
                    rows,
                    "Noise level σ",
                    Ticks.number(s, 4)
                        + " data units per real component, "
                        + Ticks.number(s / p.scale(), 3)
                        + " for the prior"));
    run.logEvidence().ifPresent(e -> fact(rows, "Log evidence", Ticks.number(e, 6) + " nats"));
    if (!run.equallyWeighted()) {
      fact(
          rows,
          "Effective sample size",
          Ticks.number(run.effectiveSampleSize(), 3) + " of " + run.samples().size());
    }
    out.append(Html.table("facts", List.of(), rows.toString()));
    out.append("</div><div><h3>Work</h3>");
    work();
    out.append("<h3>Versions</h3>");
    StringBuilder versions = new StringBuilder();
    p.versions().forEach((k, v) -> fact(versions, k, v));
    out.append("<details><summary>")
        .append(p.versions().size())
        .append(" modules</summary>")
        .append(Html.table("facts", List.of(), versions.toString()))
        .append("</details><h3>Options</h3>");
    StringBuilder options = new StringBuilder();
    p.options().asMap().forEach((k, v) -> fact(options, k, v));
    out.append("<details><summary>all, defaults included</summary>")
        .append(Html.table("facts", List.of(), options.toString()))
        .append("</details>");
    out.append("</div></div>\n");
    if (!context.files().isEmpty()) {
      out.append("<h3>Files beside this page</h3>");
      StringBuilder files = new StringBuilder();
      context
          .files()
          .forEach(
              (path, what) ->
                  files.append(
                      Html.row(
                          "<a href=\"" + escape(path) + "\">" + escape(path) + "</a>",
                          escape(what))));
      out.append(Html.table("facts", List.of(), files.toString()));
    }
    out.append("</section>\n");
  }

  private void work() {
    Timing t = context.program().get();
    StringBuilder seconds = new StringBuilder();
    fact(seconds, "Prior", Ticks.seconds(t.prior()));
    fact(seconds, "Operator", Ticks.seconds(t.operator()));
    fact(seconds, "The whole program until this page", Ticks.seconds(t.total()));
    out.append(Html.table("facts", List.of(), seconds.toString()));
    StringBuilder counts = new StringBuilder();
    fact(counts, "Network evaluations", Long.toString(run.counts().priorEvaluations()));
    fact(counts, "Network derivatives", Long.toString(run.counts().priorPullbacks()));
    fact(counts, "Operator evaluations", Long.toString(run.counts().operatorEvaluations()));
    fact(counts, "Steps", Integer.toString(run.trace().size()));
    out.append(Html.table("facts", List.of(), counts.toString()));
  }

  private static void fact(StringBuilder rows, String name, String value) {
    rows.append(Html.row(escape(name), escape(value)));
  }

  private void citations() {
    Map<String, List<Citation>> cited = run.provenance().citations();
    if (cited.isEmpty()) {
      return;
    }
    out.append("<section><h2>Please cite</h2><ul>\n");
    cited.forEach(
        (id, list) ->
            list.forEach(
                c ->
                    out.append("<li><code>")
                        .append(escape(id))
                        .append("</code> ")
                        .append(escape(c.authors() + " (" + c.year() + "). "))
                        .append("<cite>")
                        .append(escape(c.title()))
                        .append("</cite>. ")
                        .append(identifier(c.identifier()))
                        .append("</li>\n")));
    out.append("</ul></section>\n");
  }

  private static String identifier(String id) {
    String url =
        id.startsWith("arXiv:")
            ? "https://arxiv.org/abs/" + id.substring("arXiv:".length())
            : id.startsWith("10.") ? "https://doi.org/" + id : "";
    return url.isEmpty() ? escape(id) : "<a href=\"" + escape(url) + "\">" + escape(id) + "</a>";
  }
}
