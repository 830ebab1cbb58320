package org.tweedie.cli.report;

import org.tweedie.engine.Provenance;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.run.Timing;

/** How the run was made, what it took, and how to repeat it. */
final class MethodSection {
  private MethodSection() {}

  static Element of(Reconstruction run, ReportContext context) {
    Provenance p = run.provenance();
    Table versions = Table.facts();
    p.versions().forEach(versions::row);
    Table options = Table.facts();
    p.options().asMap().forEach(options::row);
    Element work =
        Element.of(
            "div",
            Element.of("h3", "Work"),
            seconds(context.program().get()),
            Element.of(
                    "p",
                    "The wall clock of the whole program until this page, from starting the program"
                        + " to writing the pictures. An instant at which threads do different"
                        + " things is divided between them.")
                .css("soft"),
            counts(run),
            Element.of("h3", "Versions"),
            details(p.versions().size() + " modules", versions),
            Element.of("h3", "Options"),
            details("all, defaults included", options));
    Element section =
        Element.of(
            "section",
            Element.of("h2", "How it was made, and how to repeat it"),
            Element.of("pre", Element.of("code", context.commandLine())),
            Element.of("div", Element.of("div", Element.of("h3", "Method"), method(run)), work)
                .css("two"));
    if (!context.files().isEmpty()) {
      Table files = Table.facts();
      context.files().forEach(files::link);
      section.add(Element.of("h3", "Files beside this page"), files.element());
    }
    return section;
  }

  private static Element details(String summary, Table table) {
    return Element.of("details", Element.of("summary", summary), table.element());
  }

  private static Element method(Reconstruction run) {
    Provenance p = run.provenance();
    Table facts =
        Table.facts()
            .row("Operator", p.operator())
            .row("Prior", p.prior() + ": " + p.card().description())
            .row("Trained on", p.card().trainingData() + "; licence " + p.card().licence())
            .row("Sampler", p.sampler())
            .row("Its promise", Narrative.exactness(p.exactness()))
            .row(
                "Samples",
                run.finished().stream().filter(f -> f).count() + " finished of " + p.samples())
            .row("Seed", Long.toString(p.seed()))
            .row("Scale", Ticks.number(p.scale(), 5) + " data units are 1 for the prior");
    p.sigma()
        .ifPresent(
            s ->
                facts.row(
                    "Noise level σ",
                    Ticks.number(s, 4)
                        + " data units per real component, "
                        + Ticks.number(s / p.scale(), 3)
                        + " for the prior"));
    run.logEvidence().ifPresent(e -> facts.row("Log evidence", Ticks.number(e, 6) + " nats"));
    if (!run.equallyWeighted()) {
      facts.row(
          "Effective sample size",
          Ticks.number(run.effectiveSampleSize(), 3) + " of " + run.samples().size());
    }
    return facts.element();
  }

  /** Where the time went. */
  private static Element seconds(Timing t) {
    return Table.facts()
        .row("Prior", Ticks.seconds(t.prior()))
        .row("Operator", Ticks.seconds(t.operator()))
        .row("The whole program until this page", Ticks.seconds(t.total()))
        .element();
  }

  private static Element counts(Reconstruction run) {
    return Table.facts()
        .row("Network evaluations", Long.toString(run.counts().priorEvaluations()))
        .row("Network derivatives", Long.toString(run.counts().priorPullbacks()))
        .row("Operator evaluations", Long.toString(run.counts().operatorEvaluations()))
        .row("Steps", Integer.toString(run.trace().size()))
        .element();
  }
}
