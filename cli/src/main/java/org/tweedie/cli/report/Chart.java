package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A small chart as inline SVG; its colours are those of the page, so it follows the light and the
 * dark scheme and prints. Values that are not finite, and on a logarithmic axis those that are not
 * positive, are left out.
 */
final class Chart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 14;
  private static final int TOP = 34;
  private static final int BOTTOM = 46;
  private static final int MOST_POINTS = 1500;
  private static final int COLOURS = 6;

  private record Series(String name, double[] x, double[] y, boolean joined) {}

  private record Band(String name, double low, double high) {
    String cssClass() {
      return high > low ? "band" : "rule";
    }
  }

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final List<Series> series = new ArrayList<>();
  private final List<Band> bands = new ArrayList<>();
  private List<String> categories = List.of();
  private boolean logarithmic;

  Chart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /** The vertical axis is logarithmic. */
  Chart logarithmic() {
    logarithmic = true;
    return this;
  }

  /** The horizontal axis has names at 0, 1, 2, … */
  Chart categories(List<String> names) {
    categories = List.copyOf(names);
    return this;
  }

  /** A line through points in order. */
  Chart line(String name, double[] x, double[] y) {
    series.add(new Series(name, x, y, true));
    return this;
  }

  /** Points that are not joined. */
  Chart points(String name, double[] x, double[] y) {
    series.add(new Series(name, x, y, false));
    return this;
  }

  /** A horizontal band behind the rest, or a horizontal line if both ends agree. */
  Chart band(String name, double low, double high) {
    bands.add(new Band(name, low, high));
    return this;
  }

  private boolean drawable(double v) {
    return Double.isFinite(v) && (!logarithmic || v > 0);
  }

  /** True if no series has a point to draw. */
  boolean isEmpty() {
    return series.stream().noneMatch(s -> java.util.Arrays.stream(s.y).anyMatch(this::drawable));
  }

  /** The chart as an {@code svg} element. */
  String svg() {
    double x0 = Double.POSITIVE_INFINITY;
    double x1 = Double.NEGATIVE_INFINITY;
    double y0 = Double.POSITIVE_INFINITY;
    double y1 = Double.NEGATIVE_INFINITY;
    for (Series s : series) {
      for (int i = 0; i < s.y.length; i++) {
        if (drawable(s.y[i])) {
          x0 = Math.min(x0, s.x[i]);
          x1 = Math.max(x1, s.x[i]);
          y0 = Math.min(y0, s.y[i]);
          y1 = Math.max(y1, s.y[i]);
        }
      }
    }
    if (isEmpty()) {
      x0 = 0;
      x1 = 1;
      y0 = logarithmic ? 0.1 : 0;
      y1 = 1;
    }
    for (Band b : bands) {
      y0 = drawable(b.low) ? Math.min(y0, b.low) : y0;
      y1 = drawable(b.high) ? Math.max(y1, b.high) : y1;
    }
    if (logarithmic) {
      double pad = Math.pow(y1 / y0, 0.05) * 1.02;
      y0 /= pad;
      y1 *= pad;
    } else {
      double pad = Math.max(0.08 * (y1 - y0), 1e-6 * Math.max(Math.abs(y0), Math.abs(y1)));
      y0 -= pad;
      y1 += pad;
    }
    if (!categories.isEmpty()) {
      x0 = -0.5;
      x1 = categories.size() - 0.5;
    } else if (x1 == x0) {
      x0 -= 0.5;
      x1 += 0.5;
    }
    return draw(x0, x1, y0, y1);
  }

  private String draw(double x0, double x1, double y0, double y1) {
    StringBuilder svg = new StringBuilder();
    put(
        svg,
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        WIDTH,
        HEIGHT,
        Element.escape(title));
    int bottom = HEIGHT - BOTTOM;
    int right = WIDTH - RIGHT;
    for (Band b : bands) {
      double top = y(b.high, y0, y1);
      double height = Math.max(1.5, y(b.low, y0, y1) - top); // a line has no height of its own
      put(
          svg,
          "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"><title>%s</title></rect>%n",
          b.cssClass(),
          LEFT,
          top,
          right - LEFT,
          height,
          Element.escape(b.name));
    }
    for (double t : logarithmic ? Ticks.logarithmic(y0, y1) : Ticks.linear(y0, y1, 5)) {
      double at = y(t, y0, y1);
      put(svg, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, at, right);
      put(
          svg,
          "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
          LEFT - 8,
          at + 4,
          Ticks.number(t, 5));
    }
    if (categories.isEmpty()) {
      for (double t : Ticks.linear(x0, x1, 8)) {
        put(
            svg,
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
            x(t, x0, x1),
            bottom + 18,
            Ticks.number(t, 6));
      }
    } else {
      int stride = (categories.size() + 15) / 16;
      for (int i = 0; i < categories.size(); i += stride) {
        put(
            svg,
            "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
            x(i, x0, x1),
            bottom + 18,
            Element.escape(categories.get(i)));
      }
    }
    put(svg, "<path class=\"axis\" d=\"M%d %dV%dH%d\"/>%n", LEFT, TOP, bottom, right);
    put(
        svg,
        "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
        (LEFT + right) / 2,
        HEIGHT - 8,
        Element.escape(xLabel));
    put(
        svg,
        "<text class=\"label\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n",
        (TOP + bottom) / 2,
        Element.escape(yLabel));
    for (int k = 0; k < series.size(); k++) {
      drawSeries(svg, series.get(k), k % COLOURS, x0, x1, y0, y1);
    }
    legend(svg);
    return svg.append("</svg>\n").toString();
  }

  private void drawSeries(
      StringBuilder svg, Series s, int colour, double x0, double x1, double y0, double y1) {
    if (!s.joined) {
      for (int i = 0; i < s.y.length; i++) {
        if (drawable(s.y[i])) {
          put(
              svg,
              "<circle class=\"dot c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"><title>%s: %s</title></circle>%n",
              colour,
              x(s.x[i], x0, x1),
              y(s.y[i], y0, y1),
              Element.escape(
                  categories.isEmpty() ? s.name : categories.get((int) Math.round(s.x[i]))),
              Ticks.number(s.y[i], 5));
        }
      }
      return;
    }
    int stride = (s.y.length + MOST_POINTS - 1) / MOST_POINTS;
    StringBuilder path = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < s.y.length; i++) {
      boolean shown = i % stride == 0 || i == s.y.length - 1;
      if (shown && drawable(s.y[i])) {
        put(path, "%s%.1f %.1f", pen ? "L" : "M", x(s.x[i], x0, x1), y(s.y[i], y0, y1));
        pen = true;
      }
    }
    put(
        svg,
        "<path class=\"line c%d\" d=\"%s\"><title>%s</title></path>%n",
        colour,
        path,
        Element.escape(s.name));
  }

  private void legend(StringBuilder svg) {
    int at = LEFT;
    for (int k = 0; k < series.size(); k++) {
      at = entry(svg, at, "dot c" + k % COLOURS, series.get(k).name);
    }
    for (Band b : bands) {
      at = entry(svg, at, b.cssClass(), b.name);
    }
  }

  private static int entry(StringBuilder svg, int at, String cssClass, String name) {
    if (name.isEmpty()) {
      return at;
    }
    put(svg, "<rect class=\"key %s\" x=\"%d\" y=\"12\" width=\"12\" height=\"12\"/>", cssClass, at);
    put(svg, "<text class=\"tick\" x=\"%d\" y=\"22\">%s</text>%n", at + 18, Element.escape(name));
    return at + 18 + 7 * name.length() + 18; // seven units a letter: about what 12px text takes
  }

  private static double x(double v, double x0, double x1) {
    return LEFT + (v - x0) / (x1 - x0) * (WIDTH - RIGHT - LEFT);
  }

  private double y(double v, double y0, double y1) {
    double position = logarithmic ? Math.log(v / y0) / Math.log(y1 / y0) : (v - y0) / (y1 - y0);
    return HEIGHT - BOTTOM - position * (HEIGHT - BOTTOM - TOP);
  }

  private static void put(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values));
  }
}
