package org.tweedie.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A page of HTML that needs no other file and no network. */
final class Page {
  private Page() {}

  /**
   * The page as a file.
   *
   * @param title of the window
   * @param body what it shows
   * @param scripted whether its pictures can be enlarged
   */
  static byte[] of(String title, List<Element> body, boolean scripted) {
    StringBuilder elements = new StringBuilder();
    body.forEach(e -> elements.append(e.html()));
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        %s<style>
        %s</style>
        </head>
        <body>
        %s%s</body>
        </html>
        """
        .formatted(
            Element.of("title", title).html(),
            resource("report.css"),
            elements,
            scripted ? "<script>\n" + resource("report.js") + "</script>\n" : "")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
