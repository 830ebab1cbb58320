package org.tweedie.cli.report;

import java.util.Base64;
import java.util.List;

/** Pictures inside the page, each with its scale beside it. */
final class EmbeddedPictures {
  private EmbeddedPictures() {}

  /** Panels side by side. */
  static Element row(List<Panel> panels) {
    // To pack a picture takes longer than all the rest of the page.
    return Element.of("div")
        .css("pictures")
        .add(panels.parallelStream().map(EmbeddedPictures::figure).toList());
  }

  /** Panels side by side that are wider than usual. */
  static Element wideRow(List<Panel> panels) {
    return Element.of("div")
        .css("pictures wide")
        .add(panels.parallelStream().map(EmbeddedPictures::figure).toList());
  }

  private static Element figure(Panel p) {
    String png = Base64.getEncoder().encodeToString(p.render().png());
    Element image =
        Element.of("img")
            .with("src", "data:image/png;base64," + png)
            .with("width", Integer.toString(p.plane().width()))
            .with("height", Integer.toString(p.plane().height()))
            .with("alt", p.title() + ". " + p.caption() + " Scale: " + p.scale() + ".");
    Element button = Element.of("button", image).with("type", "button").with("title", "Enlarge");
    return Element.of(
            "figure",
            Element.of("div", button, bar(p)).css("shown"),
            Element.of("figcaption", Element.of("strong", p.title())).text(p.caption()))
        .with("id", p.id());
  }

  private static Element bar(Panel p) {
    Element numbers = Element.of("span");
    for (double t : Ticks.linear(p.window().low(), p.window().high(), 5)) {
      // keep the first and last number inside the picture's height
      double at = Math.max(2, Math.min(97, 100 * p.window().position(t)));
      numbers.add(
          Element.of("b", Ticks.number(t, 3)).with("style", "bottom:" + Ticks.fixed(at, 1) + "%"));
    }
    Element colours = Element.of("i").with("style", "background:" + p.map().gradient("to top"));
    return Element.of("div", colours, numbers).css("bar").with("aria-hidden", "true");
  }
}
