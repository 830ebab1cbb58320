package org.tweedie.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.tweedie.formats.RgbImage;

/**
 * Text in pictures, without java.desktop: glyphs drawn once from DejaVu Sans Mono at 13 pixels
 * (src/main/python/make_lettering.py), one byte of ink per pixel.
 */
final class Lettering {
  static final int WIDTH = 8;
  static final int HEIGHT = 17;
  private static final char FIRST = ' ';
  private static final char LAST = '~';
  private static final String MORE = "σ²‖·−×µ°π√±…";
  private static final byte[] INK = load();

  private Lettering() {}

  private static byte[] load() {
    try (InputStream in = Lettering.class.getResourceAsStream("lettering.bin")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many pixels wide a text is. */
  static int width(String text) {
    return WIDTH * text.length();
  }

  /** Draws black text with its upper left corner at (x, y); what leaves the picture is cut off. */
  static void draw(RgbImage picture, String text, int x, int y) {
    for (int k = 0; k < text.length(); k++) {
      int glyph = glyph(text.charAt(k));
      for (int r = 0; r < HEIGHT; r++) {
        for (int c = 0; c < WIDTH; c++) {
          int ink = INK[(glyph * HEIGHT + r) * WIDTH + c] & 0xff;
          if (ink > 0) {
            darken(picture, x + k * WIDTH + c, y + r, ink);
          }
        }
      }
    }
  }

  private static int glyph(char c) {
    if (c >= FIRST && c <= LAST) {
      return c - FIRST;
    }
    int i = MORE.indexOf(c);
    return i < 0 ? '?' - FIRST : LAST - FIRST + 1 + i;
  }

  private static void darken(RgbImage picture, int x, int y, int ink) {
    if (x < 0 || y < 0 || x >= picture.width() || y >= picture.height()) {
      return;
    }
    int at = 3 * (y * picture.width() + x);
    for (int c = 0; c < 3; c++) {
      picture.rgb()[at + c] = (byte) ((picture.rgb()[at + c] & 0xff) * (255 - ink) / 255);
    }
  }
}
