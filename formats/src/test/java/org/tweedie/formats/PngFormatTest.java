package org.tweedie.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tweedie.formats.Reference.assertFails;
import static org.tweedie.formats.Reference.path;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Files put together from the standard, with every filter and, once, interlacing. */
class PngFormatTest {
  private static final float ULP = 1e-6f;

  @TempDir Path folder;

  private static void assertImage(
      String name, int width, int height, double full, IntBinaryOperator xy) {
    Field f = FieldFiles.read(path(name));
    assertEquals(Space.real(height, width), f.space());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float expected = (float) (xy.applyAsInt(x, y) / full);
        assertEquals(expected, f.data()[y * width + x], ULP, "(" + x + ", " + y + ")");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16})
  void readsEveryDepth(int depth) {
    int full = (1 << depth) - 1;
    assertImage(
        "grey_" + depth + ".png", 7, 6, full, (x, y) -> (3 * x + 5 * y * y) * 257 % (full + 1));
  }

  @Test
  void readsColourAsLuma() {
    // luma times 1000, so that it is a whole number
    assertImage(
        "rgb_8.png", 7, 6, 255e3, (x, y) -> 299 * 30 * x + 587 * 40 * y + 114 * (255 - 20 * x));
    assertImage(
        "rgba_16.png",
        7,
        6,
        65535e3,
        (x, y) -> 299 * 9000 * x + 587 * 12000 * y + 114 * (65535 - 5000 * x));
    assertImage("grey_alpha_8.png", 7, 6, 255, (x, y) -> 30 * x + y);
    int[] palette = {0, 299, 587, 114};
    assertImage("palette_2.png", 7, 6, 1000, (x, y) -> palette[(x + y) % 4]);
  }

  @Test
  void readsInterlaced() {
    assertImage("interlaced_16.png", 9, 10, 65535, (x, y) -> 7000 * x + 11 * y);
  }

  @Test
  void comesBackWithin16Bits() {
    Field image = Field.zeros(Space.real(33, 21));
    for (int i = 0; i < image.data().length; i++) {
      image.data()[i] = (float) (0.5 + 0.5 * Math.sin(0.1 * i * i));
    }
    Path file = folder.resolve("a.png");
    FieldFiles.write(file, image);
    assertArrayEquals(image.data(), FieldFiles.read(file).data(), 0.5f / 65535 + 1e-7f);
  }

  @Test
  void clipsToTheScale() {
    Path file = folder.resolve("a.png");
    FieldFiles.write(file, Field.wrap(Space.real(1, 3), new float[] {-0.2f, 0.4f, 1.5f}));
    assertArrayEquals(new float[] {0, 0.4f, 1}, FieldFiles.read(file).data(), 1e-5f);
  }

  @Test
  void coloursComeBackAsTheirLuma() throws IOException {
    RgbImage picture = RgbImage.black(2, 2);
    Arrays.fill(picture.rgb(), 3, 6, (byte) 255);
    picture.rgb()[6] = (byte) 255;
    Path file = folder.resolve("a.png");
    Files.write(file, picture.png());
    assertArrayEquals(new float[] {0, 1, 0.299f, 0}, FieldFiles.read(file).data(), ULP);
    assertFails(InvalidInputException.class, () -> new RgbImage(2, 2, new byte[11]), "three bytes");
  }

  @Test
  void aPictureWithoutColoursIsStoredAsGrey() throws IOException {
    RgbImage picture = RgbImage.black(3, 1);
    Arrays.fill(picture.rgb(), 3, 6, (byte) 51);
    Arrays.fill(picture.rgb(), 6, 9, (byte) 255);
    byte[] png = picture.png();
    assertEquals(8, png[24], "bits a sample");
    assertEquals(0, png[25], "colour type");
    Path file = folder.resolve("a.png");
    Files.write(file, png);
    assertArrayEquals(new float[] {0, 0.2f, 1}, FieldFiles.read(file).data(), ULP);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    byte[] good = Files.readAllBytes(path("grey_8.png"));
    Path file = folder.resolve("bad.png");
    Files.write(file, Arrays.copyOf(good, good.length - 20));
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "truncated", "found 116");
    byte[] flipped = good.clone();
    flipped[good.length - 30] ^= 1;
    Files.write(file, flipped);
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "checksum", "IDAT");
    Files.writeString(file, "GIF89a and more");
    assertFails(InvalidInputException.class, () -> FieldFiles.read(file), "not a PNG image");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.write(file, Field.zeros(Space.complex(2, 2))),
        "magnitude");
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.write(file, Field.wrap(Space.real(1, 1), new float[] {Float.NaN})),
        "NaN");
  }

  @Test
  void aHeaderThatClaimsMoreThanTheFileCanHoldIsRefused() throws IOException {
    byte[] png = Files.readAllBytes(path("grey_8.png"));
    // The header part: length at 8, name at 12, width at 16, height at 20, checksum at 29.
    ByteBuffer.wrap(png).putInt(16, 40_000).putInt(20, 40_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    Path file = folder.resolve("claims.png");
    Files.write(file, png);
    assertFails(
        InvalidInputException.class,
        () -> FieldFiles.read(file),
        "claims.png",
        "40000 x 40000 pixels",
        "its " + png.length + " bytes");
  }

  @Test
  void theMostThatDeflateCanPackIsNotTooMuch() throws IOException {
    // A black picture shrinks by nearly the largest ratio that there is.
    Path file = folder.resolve("black.png");
    Files.write(file, RgbImage.black(3000, 3000).png());
    assertEquals(Space.real(3000, 3000), FieldFiles.read(file).space());
  }
}
