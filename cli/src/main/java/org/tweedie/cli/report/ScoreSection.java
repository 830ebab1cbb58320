package org.tweedie.cli.report;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.tweedie.engine.Evaluation;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.Scores;

/** The comparison with a reference. */
final class ScoreSection {
  private ScoreSection() {}

  /** Empty without a reference. */
  static Optional<Element> of(Reconstruction run) {
    return run.evaluation().map(ScoreSection::section);
  }

  private static Element section(Evaluation e) {
    boolean several = e.samples().size() > 1;
    Table table =
        Table.numbers("", "PSNR (dB)", "SSIM", "NRMSE").row("Baseline", cells(e.baseline()));
    if (several) {
      table.row("Samples, on average", cells(average(e.samples())));
    }
    table.best(several ? "Mean of the samples" : "The sample", cells(e.mean()));
    Element section =
        Element.of(
            "section",
            Element.of("h2", "How close is it to the reference?"),
            table.element(),
            Element.of(
                "p",
                "Taken on magnitudes without fitting a scale; the peak of the PSNR is the largest "
                    + "magnitude of the reference. Single samples score below their mean, as they "
                    + "must: each carries its own share of what is not known."));
    if (e.coverage().isPresent()) {
      section.add(coverage(e));
    }
    return section;
  }

  private static Element coverage(Evaluation e) {
    Element p =
        Element.of("p", "The 90 % interval of the samples holds the reference in ")
            .add(Element.of("strong", Narrative.percent(e.coverage().getAsDouble())))
            .text(" of all pixels");
    e.coverageInside()
        .ifPresent(
            c ->
                p.text(" and in ")
                    .add(Element.of("strong", Narrative.percent(c)))
                    .text(" of those inside the object"));
    return p.text("; 90 % would be right. Less means that the samples are too sure of themselves.");
  }

  private static Scores average(List<Scores> all) {
    return new Scores(
        average(all, Scores::psnr), average(all, Scores::ssim), average(all, Scores::nrmse));
  }

  private static double average(List<Scores> all, ToDoubleFunction<Scores> score) {
    return all.stream().mapToDouble(score).average().orElse(Double.NaN);
  }

  private static String[] cells(Scores s) {
    return new String[] {
      Ticks.fixed(s.psnr(), 2), Ticks.fixed(s.ssim(), 4), Ticks.fixed(s.nrmse(), 4)
    };
  }
}
