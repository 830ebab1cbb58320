package org.tweedie.cli.report;

import org.tweedie.api.spi.operator.Finding;
import org.tweedie.engine.Provenance;
import org.tweedie.engine.Reconstruction;

/** The top of the page: what it is, whether it can be trusted, and what to look at. */
final class Opening {
  private Opening() {}

  static Element of(Reconstruction run, ReportContext context, Verdict verdict, Window grey) {
    Provenance p = run.provenance();
    Element header =
        Element.of(
            "header",
            Element.of("h1", context.title()),
            Element.of("p", p.operator() + " · " + p.prior() + " · " + p.sampler()).css("soft"));
    if (!run.complete()) {
      long finished = run.finished().stream().filter(f -> f).count();
      header.add(
          alert(
              "stopped",
              "Partial result: the run was stopped. "
                  + finished
                  + " of "
                  + p.samples()
                  + " samples are finished."));
    }
    for (String warning : verdict.warnings()) {
      header.add(alert(verdict.isUseless() ? "stopped" : "doubted", warning));
    }
    Element lead =
        Element.of("p", String.join(" ", Narrative.summary(run, verdict, grey))).css("lead");
    return header.add(Element.of("div", lead, look(run, context, verdict)).css("opening"));
  }

  private static Element alert(String kind, String text) {
    return Element.of("p", text).css(kind).with("role", "alert");
  }

  private static Element look(Reconstruction run, ReportContext context, Verdict verdict) {
    Element list = Element.of("ol");
    if (!run.complete()) {
      item(list, "Nothing in earnest yet:", "run it to its end. This page shows how far it came.");
    } else if (run.samples().size() > 1) {
      item(
          list,
          "The mean",
          "is the picture to use; compare it with the baseline, which had no prior.");
      item(
          list,
          "The standard deviation",
          "says where not to trust it. A detail of the mean that is fainter than the standard "
              + "deviation there may not exist.");
      item(
          list,
          "The samples",
          "show what the alternatives look like. Click one and flip with the arrow keys: what "
              + "changes was not measured but imagined.");
    } else {
      item(
          list, "The sample", "is one image that fits; more of them would show what is uncertain.");
    }
    if (verdict.fit().isPresent()) {
      item(
          list,
          "The data fit",
          "of every sample should be near 1. If it is not, stop and find out why.");
    }
    long warnings = warnings(run, context);
    if (warnings > 0) {
      item(
          list,
          "The warnings",
          "under Findings: there " + (warnings == 1 ? "is 1." : "are " + warnings + "."));
    }
    return Element.of("aside", Element.of("h2", "What should I look at?"), list).css("look");
  }

  private static void item(Element list, String name, String text) {
    list.add(Element.of("li", Element.of("strong", name)).text(" " + text));
  }

  private static long warnings(Reconstruction run, ReportContext context) {
    return context.warnings().size()
        + run.findings().stream().filter(f -> f.severity() == Finding.Severity.WARNING).count();
  }
}
