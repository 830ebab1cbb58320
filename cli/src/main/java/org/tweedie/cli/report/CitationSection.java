package org.tweedie.cli.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.spi.Citation;
import org.tweedie.engine.Reconstruction;

/** What to cite. */
final class CitationSection {
  private CitationSection() {}

  /** Empty if nothing is to be cited. */
  static Optional<Element> of(Reconstruction run) {
    Map<String, List<Citation>> cited = run.provenance().citations();
    if (cited.isEmpty()) {
      return Optional.empty();
    }
    Element list = Element.of("ul");
    cited.forEach((id, all) -> all.forEach(c -> list.add(item(id, c))));
    return Optional.of(Element.of("section", Element.of("h2", "Please cite"), list));
  }

  private static Element item(String id, Citation c) {
    return Element.of("li", Element.of("code", id))
        .text(" " + c.authors() + " (" + c.year() + "). ")
        .add(Element.of("cite", c.title()))
        .text(". ")
        .add(identifier(c.identifier()));
  }

  private static Element identifier(String id) {
    String url =
        id.startsWith("arXiv:")
            ? "https://arxiv.org/abs/" + id.substring("arXiv:".length())
            : id.startsWith("10.") ? "https://doi.org/" + id : "";
    return url.isEmpty() ? Element.of("span", id) : Element.of("a", id).with("href", url);
  }
}
