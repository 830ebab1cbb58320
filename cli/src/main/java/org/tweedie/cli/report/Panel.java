package org.tweedie.cli.report;

import java.util.Optional;
import org.tweedie.formats.RgbImage;

/**
 * One image of the report: values, colours and words.
 *
 * @param id its name in file names and anchors: lower case, no spaces
 * @param title a few words
 * @param caption one or two sentences: what it shows
 * @param plane the values
 * @param map the colours
 * @param window what the first and last colour mean
 * @param unit of the values, for the scale, for example "data units"
 * @param brightness dims the colours pixel by pixel, 0 black to 1: shows phases only where there is
 *     signal
 */
record Panel(
    String id,
    String title,
    String caption,
    Plane plane,
    ColourMap map,
    Window window,
    String unit,
    Optional<float[]> brightness) {

  /** The picture alone, one pixel per element. */
  RgbImage render() {
    RgbImage picture = RgbImage.black(plane.width(), plane.height());
    for (int i = 0; i < plane.values().length; i++) {
      int colour = map.colour(window.position(plane.values()[i]));
      double light = brightness.isPresent() ? Math.max(0, Math.min(1, brightness.get()[i])) : 1;
      for (int c = 0; c < 3; c++) {
        picture.rgb()[3 * i + c] = (byte) Math.round((colour >> (16 - 8 * c) & 0xff) * light);
      }
    }
    return picture;
  }

  /** The window in words. */
  String scale() {
    return Ticks.number(window.low(), 3)
        + " to "
        + Ticks.number(window.high(), 3)
        + (unit.isEmpty() ? "" : " " + unit);
  }
}
