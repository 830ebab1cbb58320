package org.tweedie.cli.report;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.operator.Finding;
import org.tweedie.engine.Reconstruction;

/** What the operator made of the data, and what the program warns of. */
final class FindingSection {
  private static final int MONTAGE_COLUMNS = 4;

  private FindingSection() {}

  /** Empty if there is nothing to tell. */
  static Optional<Element> of(Reconstruction run, ReportContext context) {
    List<Finding> findings = run.findings();
    if (findings.isEmpty() && context.warnings().isEmpty()) {
      return Optional.empty();
    }
    Element list = Element.of("ul").css("findings");
    for (String w : context.warnings()) {
      list.add(Element.of("li", Element.of("b", "Warning")).text(w).css("warning"));
    }
    for (Finding f : findings) {
      boolean warning = f.severity() == Finding.Severity.WARNING;
      Element item =
          Element.of("li", Element.of("b", (warning ? "Warning: " : "") + f.name())).text(f.text());
      list.add(warning ? item.css("warning") : item);
    }
    Element section = Element.of("section", Element.of("h2", "Findings"), list);
    List<Panel> arrays = arrays(run);
    return Optional.of(arrays.isEmpty() ? section : section.add(EmbeddedPictures.wideRow(arrays)));
  }

  /** The arrays among the findings, such as coil sensitivities. */
  private static List<Panel> arrays(Reconstruction run) {
    return run.findings().stream()
        .filter(f -> f.field().isPresent())
        .filter(f -> f.field().get().space().rank() == 2 || f.field().get().space().rank() == 3)
        .map(f -> array(f.name(), f.field().get()))
        .toList();
  }

  private static Panel array(String name, Field x) {
    boolean several = x.space().rank() == 3;
    Plane plane = several ? Plane.montage(x, MONTAGE_COLUMNS) : Plane.of(x);
    return new Panel(
        "finding-" + Gallery.slug(name),
        name,
        (x.space().isComplex() ? "Magnitude" : "Values")
            + (several ? " of each of the " + x.space().dim(0) + "." : "."),
        plane,
        ColourMap.GREY,
        Window.spanning(plane.values()),
        "",
        Optional.empty());
  }
}
