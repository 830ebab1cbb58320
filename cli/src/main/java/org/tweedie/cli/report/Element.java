package org.tweedie.cli.report;

import java.util.List;
import java.util.Set;

/**
 * An HTML element. Texts and values of attributes mean themselves: what makes them so is here, so
 * that nothing that comes from outside can become part of the page's code.
 */
final class Element {
  /** A line may end after these: a space there is not seen. */
  private static final Set<String> LINES =
      Set.of("div", "figure", "footer", "header", "li", "main", "p", "section", "table", "tr");

  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Element(String name) {
    this.name = name;
  }

  /** An element with elements in it. */
  static Element of(String name, Element... children) {
    return new Element(name).add(children);
  }

  /** An element with a text in it. */
  static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /** The same element with an attribute. */
  Element with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escape(value)).append('"');
    return this;
  }

  /** The same element with classes of the style sheet. */
  Element css(String classes) {
    return with("class", classes);
  }

  /** The same element with a text after what it holds. */
  Element text(String text) {
    content.append(escape(text));
    return this;
  }

  /** The same element with elements after what it holds. */
  Element add(Element... children) {
    return add(List.of(children));
  }

  /** The same element with elements after what it holds. */
  Element add(List<Element> children) {
    children.forEach(c -> content.append(c.html()));
    return this;
  }

  /** The same element with a chart after what it holds. */
  Element add(Chart chart) {
    content.append(chart.svg());
    return this;
  }

  /** As HTML. */
  String html() {
    String begin = "<" + name + attributes + ">";
    if (name.equals("img")) {
      return begin; // the only one here that has no end
    }
    return begin + content + "</" + name + ">" + (LINES.contains(name) ? "\n" : "");
  }

  /** Text that means itself, in elements and in quoted attributes, of HTML and of SVG. */
  static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c >= ' ' || c == '\n' || c == '\t' ? c : '\uFFFD');
      }
    }
    return out.toString();
  }
}
