package org.tweedie.cli.report;

import java.util.List;
import org.tweedie.engine.Reconstruction;

/** The page of a run. */
final class ReportPage {
  private ReportPage() {}

  /** The page as a file. */
  static byte[] of(Reconstruction run, ReportContext context, Gallery gallery) {
    Verdict verdict = Verdict.of(run, context.reference());
    Element main = Element.of("main", PictureSection.of(run, gallery));
    main.add(FitSection.of(run, verdict));
    ScoreSection.of(run).ifPresent(main::add);
    ConvergenceSection.of(run).ifPresent(main::add);
    FindingSection.of(run, context).ifPresent(main::add);
    main.add(MethodSection.of(run, context));
    CitationSection.of(run).ifPresent(main::add);
    return Page.of(
        context.title() + " · Tweedie",
        List.of(Opening.of(run, context, verdict, gallery.grey()), main, enlarged(), footer()),
        true);
  }

  /** Where the script shows one picture at a time. */
  private static Element enlarged() {
    return Element.of(
            "dialog",
            Element.of("img").with("alt", ""),
            Element.of(
                "p",
                Element.of("span").with("data-title", ""),
                Element.of("span", "← → other pictures, Esc closes").css("soft")))
        .css("screen")
        .with("aria-label", "Enlarged picture");
  }

  private static Element footer() {
    return Element.of(
        "footer", "Made by Tweedie. This page holds everything that it shows and loads nothing.");
  }
}
