package org.tweedie.cli.report;

import java.util.HexFormat;

/** From a number in [0, 1] to a colour. */
enum ColourMap {
  /** Black to white; for images. */
  GREY,
  /** Inferno, perceptually uniform; for standard deviations and errors. */
  INFERNO,
  /** A circle of equal lightness; for phases, 0 and 1 being the same. */
  PHASE;

  // Inferno at 33 points (S. van der Walt and N. Smith, dedicated to the public domain under CC0);
  // linear interpolation stays within 5/255 of the 256 original colours.
  private static final byte[] INFERNO_POINTS =
      HexFormat.of()
          .parseHex(
              "0000040403120b0724150b37210c4a2f0a5b3d09654a0c6b57106e64156e71196e7d1e6d8a226a"
                  + "972766a32c61b0315bbc3754c73e4cd24644db503be45a31eb6628f1731df68013f98e09fb9d07"
                  + "fcac11fbbc21f9cb35f5db4cf2ea69f3f68afcffa4");

  /**
   * The colour of a value; values outside [0, 1] and NaN get the nearest end, NaN the lower one.
   *
   * @return red, green and blue as {@code 0xRRGGBB}
   */
  int colour(double value) {
    double v = value >= 1 ? 1 : value > 0 ? value : 0;
    return switch (this) {
      case GREY -> (int) Math.round(255 * v) * 0x010101;
      case INFERNO -> inferno(v);
      case PHASE -> phase(v);
    };
  }

  private static int inferno(double v) {
    double at = v * (INFERNO_POINTS.length / 3 - 1);
    int i = Math.min((int) at, INFERNO_POINTS.length / 3 - 2);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int a = INFERNO_POINTS[3 * i + c] & 0xff;
      int b = INFERNO_POINTS[3 * i + 3 + c] & 0xff;
      rgb = rgb << 8 | (int) Math.round(a + (at - i) * (b - a));
    }
    return rgb;
  }

  /** CIELAB with L = 70 and chroma 36, which fits sRGB at every hue, under D65. */
  private static int phase(double v) {
    double a = 36 * Math.cos(2 * Math.PI * v);
    double b = 36 * Math.sin(2 * Math.PI * v);
    double fy = (70 + 16) / 116.0;
    double x = 0.9505 * inverse(fy + a / 500);
    double y = inverse(fy);
    double z = 1.0891 * inverse(fy - b / 200);
    return channel(3.2406 * x - 1.5372 * y - 0.4986 * z) << 16
        | channel(-0.9689 * x + 1.8758 * y + 0.0415 * z) << 8
        | channel(0.0557 * x - 0.2040 * y + 1.0570 * z);
  }

  private static double inverse(double t) {
    double edge = 6.0 / 29;
    return t > edge ? t * t * t : 3 * edge * edge * (t - 4.0 / 29);
  }

  private static int channel(double linear) {
    double l = Math.max(0, Math.min(1, linear));
    double s = l <= 0.0031308 ? 12.92 * l : 1.055 * Math.pow(l, 1 / 2.4) - 0.055;
    return (int) Math.round(255 * s);
  }

  /** The map from left to right as a CSS gradient in the given direction, for example "to top". */
  String gradient(String direction) {
    StringBuilder css = new StringBuilder("linear-gradient(").append(direction);
    int stops = this == GREY ? 1 : 16;
    for (int i = 0; i <= stops; i++) {
      css.append(String.format(",#%06x", colour((double) i / stops)));
    }
    return css.append(')').toString();
  }
}
