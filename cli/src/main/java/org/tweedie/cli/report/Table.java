package org.tweedie.cli.report;

/** A table whose rows begin with a name. */
final class Table {
  private final String kind;
  private final Element head = Element.of("tr");
  private final Element rows = Element.of("tbody");
  private boolean headed;

  private Table(String kind) {
    this.kind = kind;
  }

  /** Names and what is to be said of each. */
  static Table facts() {
    return new Table("facts");
  }

  /** Columns of numbers under headings; the first is that of the names. */
  static Table numbers(String... headings) {
    Table table = new Table("numbers");
    table.headed = true;
    for (String h : headings) {
      table.head.add(Element.of("th", h).with("scope", "col"));
    }
    return table;
  }

  /** The same table with a row of texts after the others. */
  Table row(String name, String... cells) {
    rows.add(rowOf(Element.of("th", name), cells));
    return this;
  }

  /** The same table with a row of texts in bold after the others. */
  Table best(String name, String... cells) {
    rows.add(rowOf(Element.of("th", name), cells).css("best"));
    return this;
  }

  /** The same table with a row whose name leads to a file. */
  Table link(String target, String cell) {
    rows.add(rowOf(Element.of("th", Element.of("a", target).with("href", target)), cell));
    return this;
  }

  private static Element rowOf(Element name, String... cells) {
    Element row = Element.of("tr", name.with("scope", "row"));
    for (String cell : cells) {
      row.add(Element.of("td", cell));
    }
    return row;
  }

  /** The table, which scrolls where the page is narrow. */
  Element element() {
    Element table = Element.of("table").css(kind);
    if (headed) {
      table.add(Element.of("thead", head));
    }
    return Element.of("div", table.add(rows)).css("scroll");
  }
}
