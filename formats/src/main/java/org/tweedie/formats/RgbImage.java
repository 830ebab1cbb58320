package org.tweedie.formats;

import org.tweedie.api.error.InvalidInputException;

/**
 * A picture for people: 8 bits each of red, green and blue, rows from the top. Pictures with colour
 * maps and labels are this; data are {@link org.tweedie.api.field.Field}s.
 *
 * @param width columns
 * @param height rows
 * @param rgb {@code 3·width·height} bytes, row-major, R G B; not copied
 */
public record RgbImage(int width, int height, byte[] rgb) {
  /**
   * Checks the sizes.
   *
   * @throws InvalidInputException if a side is below 1 or the array has another length
   */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new InvalidInputException(
          "an array of " + rgb.length + " bytes is no picture of " + width + " x " + height,
          "give three bytes per pixel");
    }
  }

  /** A black picture. */
  public static RgbImage black(int width, int height) {
    return new RgbImage(width, height, new byte[Math.multiplyExact(3 * width, height)]);
  }

  /** The picture as the bytes of a PNG file; one without colours is stored as levels of grey. */
  public byte[] png() {
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = rgb[3 * i];
      if (rgb[3 * i + 1] != grey[i] || rgb[3 * i + 2] != grey[i]) {
        return PngEncoder.encode(width, height, PngEncoder.Kind.RGB_8, rgb);
      }
    }
    return PngEncoder.encode(width, height, PngEncoder.Kind.GREY_8, grey);
  }
}
