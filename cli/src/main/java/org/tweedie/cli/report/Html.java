package org.tweedie.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Pieces of HTML. Everything that is not written in this package goes through {@link #escape}. */
final class Html {
  private Html() {}

  /** Text that means itself, in elements and in quoted attributes. */
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

  /** A table row of a header cell and data cells; the cells are HTML. */
  static String row(String head, String... cells) {
    StringBuilder out = new StringBuilder("<tr><th scope=\"row\">").append(head).append("</th>");
    for (String cell : cells) {
      out.append("<td>").append(cell).append("</td>");
    }
    return out.append("</tr>\n").toString();
  }

  /** A table with a heading row (none if empty) and rows that are HTML. */
  static String table(String cssClass, List<String> heads, String rows) {
    StringBuilder out =
        new StringBuilder("<div class=\"scroll\"><table class=\"" + cssClass + "\">");
    if (!heads.isEmpty()) {
      out.append("<thead><tr>");
      heads.forEach(h -> out.append("<th scope=\"col\">").append(escape(h)).append("</th>"));
      out.append("</tr></thead>");
    }
    return out.append("<tbody>\n").append(rows).append("</tbody></table></div>\n").toString();
  }

  /** A page that needs no other file. */
  static String page(String title, String body, boolean scripted) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s%s</body>
        </html>
        """
        .formatted(
            escape(title),
            resource("report.css"),
            body,
            scripted ? "<script>\n" + resource("report.js") + "</script>\n" : "");
  }

  private static String resource(String name) {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
