package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.engine.Reconstruction;

/** The images of a run. */
final class PictureSection {
  private PictureSection() {}

  static Element of(Reconstruction run, Gallery gallery) {
    Element section = Element.of("section", Element.of("h2", "Pictures"));
    section.add(
        Element.of("p", reading(run, gallery.grey()))
            .add(Element.of("span", "Click a picture to enlarge it.").css("screen")));
    section.add(EmbeddedPictures.row(gallery.images()));
    int n = run.samples().size();
    if (n > 1) {
      List<Panel> samples = new ArrayList<>(gallery.samples());
      samples.addAll(gallery.more());
      section.add(
          Element.of("h3", "Samples"),
          EmbeddedPictures.row(samples),
          Element.of(
                  "p",
                  "With "
                      + n
                      + " samples the standard deviation is itself uncertain by about "
                      + Narrative.percent(Narrative.uncertaintyOfDeviation(n))
                      + " in each pixel; more samples make it smoother, not smaller.")
              .css("soft"));
    } else {
      section.add(EmbeddedPictures.row(gallery.more()));
    }
    if (!run.equallyWeighted()) {
      section.add(weights(run.weights()));
    }
    return section;
  }

  /** How to read the grey values. */
  private static String reading(Reconstruction run, Window grey) {
    boolean complex = run.statistics().mean().space().isComplex();
    return (complex ? "Complex images are shown by their magnitude. " : "")
        + "All grey pictures share one window, "
        + Ticks.number(grey.low(), 3)
        + " to "
        + Ticks.number(grey.high(), 3)
        + " in the data's units, so equal grey means equal value; the top is the "
        + (complex ? "98" : "99.5")
        + " % quantile of the mean, and brighter pixels are shown white."
        + (run.statistics().mean().space().rank() > 2
            ? " Of a volume the middle slice is shown."
            : "")
        + " ";
  }

  private static Element weights(double[] w) {
    List<String> each = new ArrayList<>();
    for (int k = 0; k < w.length; k++) {
      each.add("sample " + k + ": " + Ticks.fixed(w[k], 3));
    }
    return Element.of(
        "p",
        "The samples count with weights: "
            + String.join(", ", each)
            + ". Mean and standard deviation respect them.");
  }
}
