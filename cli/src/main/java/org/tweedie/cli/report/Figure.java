package org.tweedie.cli.report;

import java.util.List;
import org.tweedie.formats.RgbImage;

/** A panel as a picture file: title above, scale bar with numbers at the right. */
final class Figure {
  private static final int MARGIN = 8;
  private static final int BAR = 14;
  private static final int TICK = 4;
  private static final int SMALLEST_SIDE = 320;

  private Figure() {}

  /** The whole figure on white. */
  static RgbImage of(Panel panel) {
    RgbImage image = enlarged(panel.render(), factor(panel));
    List<Double> ticks = Ticks.linear(panel.window().low(), panel.window().high(), 5);
    int numbers = 0;
    for (double t : ticks) {
      numbers = Math.max(numbers, Lettering.width(Ticks.number(t, 4)));
    }
    int head = Lettering.HEIGHT + MARGIN / 2;
    int foot = panel.unit().isEmpty() ? 0 : Lettering.HEIGHT;
    int bar = image.width() + 2 * MARGIN;
    int width =
        Math.max(
            bar + BAR + TICK + 4 + numbers + MARGIN,
            Math.max(Lettering.width(panel.title()), Lettering.width(panel.scale())) + 2 * MARGIN);
    RgbImage figure = white(width, image.height() + head + foot + 2 * MARGIN);
    Lettering.draw(figure, panel.title(), MARGIN, MARGIN / 2);
    paste(image, figure, MARGIN, head + MARGIN / 2);
    int top = head + MARGIN / 2;
    for (int y = 0; y < image.height(); y++) {
      double value = 1 - (y + 0.5) / image.height();
      for (int x = 0; x < BAR; x++) {
        set(figure, bar + x, top + y, panel.map().colour(value));
      }
    }
    for (double t : ticks) {
      int y = top + (int) Math.round((1 - panel.window().position(t)) * (image.height() - 1));
      for (int x = 0; x < TICK; x++) {
        set(figure, bar + BAR + x, y, 0);
      }
      int text = Math.max(top - 4, Math.min(y - Lettering.HEIGHT / 2, top + image.height() - 13));
      Lettering.draw(figure, Ticks.number(t, 4), bar + BAR + TICK + 4, text);
    }
    if (foot > 0) {
      Lettering.draw(figure, panel.scale(), MARGIN, top + image.height() + 2);
    }
    return figure;
  }

  /** Figures side by side, tops aligned. */
  static RgbImage beside(List<RgbImage> figures) {
    int width = figures.stream().mapToInt(RgbImage::width).sum();
    int height = figures.stream().mapToInt(RgbImage::height).max().orElse(1);
    RgbImage row = white(Math.max(1, width), height);
    int x = 0;
    for (RgbImage f : figures) {
      paste(f, row, x, 0);
      x += f.width();
    }
    return row;
  }

  private static int factor(Panel panel) {
    int side = Math.min(panel.plane().width(), panel.plane().height());
    return Math.max(1, Math.min(16, (SMALLEST_SIDE + side - 1) / side));
  }

  private static RgbImage white(int width, int height) {
    RgbImage picture = RgbImage.black(width, height);
    java.util.Arrays.fill(picture.rgb(), (byte) 255);
    return picture;
  }

  private static RgbImage enlarged(RgbImage small, int factor) {
    RgbImage large = RgbImage.black(small.width() * factor, small.height() * factor);
    int stride = 3 * large.width();
    for (int y = 0; y < small.height(); y++) {
      int first = y * factor * stride;
      for (int x = 0; x < stride; x++) {
        large.rgb()[first + x] = small.rgb()[3 * (y * small.width() + x / 3 / factor) + x % 3];
      }
      for (int copy = 1; copy < factor; copy++) {
        System.arraycopy(large.rgb(), first, large.rgb(), first + copy * stride, stride);
      }
    }
    return large;
  }

  private static void paste(RgbImage from, RgbImage to, int x, int y) {
    for (int r = 0; r < from.height(); r++) {
      System.arraycopy(
          from.rgb(),
          3 * r * from.width(),
          to.rgb(),
          3 * ((y + r) * to.width() + x),
          3 * from.width());
    }
  }

  private static void set(RgbImage picture, int x, int y, int colour) {
    int at = 3 * (y * picture.width() + x);
    picture.rgb()[at] = (byte) (colour >> 16);
    picture.rgb()[at + 1] = (byte) (colour >> 8);
    picture.rgb()[at + 2] = (byte) colour;
  }
}
