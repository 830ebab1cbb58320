package org.tweedie.formats;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** Reads PNG (ISO/IEC 15948) into its luma; for one file and one call. */
final class PngDecoder {
  // Colour types: bit 0 palette, bit 1 colour, bit 2 alpha.
  private static final int PALETTE = 1;
  private static final int COLOUR = 2;
  private static final int ALPHA = 4;
  // The seven passes of Adam7: first column, first row, column step, row step.
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  /** No deflated byte becomes more than 1032: the longest match, at two bits. */
  private static final long LARGEST_RATIO = 1032;

  private final Path path;
  private final ByteBuffer file;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private int width;
  private int height;
  private int depth;
  private int colourType;
  private boolean interlaced;
  private byte[] palette = new byte[0];

  PngDecoder(Path path, byte[] bytes) {
    this.path = path;
    this.file = ByteBuffer.wrap(bytes);
  }

  Field luma() throws IOException {
    byte[] signature = new byte[Math.min(8, file.remaining())];
    file.get(signature);
    if (!Arrays.equals(signature, PngEncoder.SIGNATURE)) {
      throw new InvalidInputException(
          path + " is not a PNG image: its first eight bytes are not PNG's", "convert it to PNG");
    }
    boolean more = true;
    while (more) {
      more = chunk();
    }
    Space space = ElementReader.space(path, ElementType.FLOAT32, height, width);
    ElementReader.requireMemory(path.toString(), space, Runtime.getRuntime().maxMemory());
    Field image = Field.zeros(space);
    try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(data.toByteArray()))) {
      if (interlaced) {
        for (int[] p : ADAM7) {
          pass(in, image, p[0], p[1], p[2], p[3]);
        }
      } else {
        pass(in, image, 0, 0, 1, 1);
      }
    } catch (ZipException | EOFException e) {
      throw damaged("its compressed pixels end early or are not valid");
    }
    return image;
  }

  private boolean chunk() {
    if (file.remaining() < 12) {
      throw truncated(12 - file.remaining());
    }
    int length = file.getInt();
    if (length < 0 || file.remaining() < length + 8L) {
      throw length < 0
          ? damaged("a part claims to have a negative length")
          : truncated(length + 8L - file.remaining());
    }
    CRC32 crc = new CRC32();
    crc.update(file.array(), file.position(), 4 + length);
    byte[] name = new byte[4];
    file.get(name);
    byte[] body = new byte[length];
    file.get(body);
    String type = new String(name, StandardCharsets.US_ASCII);
    if (file.getInt() != (int) crc.getValue()) {
      throw damaged("the checksum of its part " + type + " is wrong");
    }
    switch (type) {
      case "IHDR" -> header(body);
      case "PLTE" -> palette = body;
      case "IDAT" -> data.write(body, 0, length);
      default -> {}
    }
    return !type.equals("IEND");
  }

  private void header(byte[] body) {
    if (body.length != 13) {
      throw damaged("its header has " + body.length + " bytes, 13 are right");
    }
    ByteBuffer b = ByteBuffer.wrap(body);
    width = b.getInt();
    height = b.getInt();
    depth = b.get();
    colourType = b.get();
    int methods = b.get() | b.get();
    int interlace = b.get();
    interlaced = interlace == 1;
    boolean combination =
        switch (colourType) {
          case 0 -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case PALETTE | COLOUR -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case COLOUR, ALPHA, COLOUR | ALPHA -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!combination || methods != 0 || interlace < 0 || interlace > 1) {
      throw damaged("colour type " + colourType + " with " + depth + " bits is not defined");
    }
    requirePlausibleSize();
  }

  /** Fails if the pixels that the header claims cannot come out of a file of this length. */
  private void requirePlausibleSize() {
    long claimed = (long) height * (1 + ((long) width * depth * channels() + 7) / 8);
    if (claimed > LARGEST_RATIO * file.limit()) {
      throw damaged(
          "it claims to have "
              + width
              + " x "
              + height
              + " pixels, which cannot be in its "
              + file.limit()
              + " bytes");
    }
  }

  private int channels() {
    if ((colourType & PALETTE) != 0) {
      return 1;
    }
    return ((colourType & COLOUR) != 0 ? 3 : 1) + ((colourType & ALPHA) != 0 ? 1 : 0);
  }

  private void pass(InputStream in, Field image, int x0, int y0, int dx, int dy)
      throws IOException {
    if (x0 >= width || y0 >= height) {
      return; // a pass without pixels has no bytes
    }
    int columns = (width - x0 + dx - 1) / dx;
    int rows = (height - y0 + dy - 1) / dy;
    int bitsPerPixel = depth * channels();
    int pixelBytes = Math.max(1, bitsPerPixel / 8);
    int stride = Math.toIntExact(((long) columns * bitsPerPixel + 7) / 8);
    byte[] above = new byte[stride];
    byte[] row = new byte[stride];
    for (int r = 0; r < rows; r++) {
      int filter = in.read();
      if (filter < 0 || in.readNBytes(row, 0, stride) < stride) {
        throw damaged("it has " + r + " of " + rows + " rows of pixels");
      }
      if (filter > 4) {
        throw damaged("row " + r + " has the unknown filter " + filter);
      }
      for (int i = 0; i < stride; i++) {
        int left = i >= pixelBytes ? row[i - pixelBytes] & 0xff : 0;
        int upLeft = i >= pixelBytes ? above[i - pixelBytes] & 0xff : 0;
        row[i] += (byte) PngEncoder.predict(filter, left, above[i] & 0xff, upLeft);
      }
      int at = (y0 + r * dy) * width + x0;
      for (int c = 0; c < columns; c++) {
        image.data()[at + c * dx] = pixel(row, c);
      }
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  private float pixel(byte[] row, int column) {
    int at = column * channels();
    if ((colourType & PALETTE) != 0) {
      int entry = sample(row, at);
      if (3 * entry + 2 >= palette.length) {
        throw damaged("a pixel has colour " + entry + ", beyond its palette");
      }
      return luma(
          palette[3 * entry] & 0xff,
          palette[3 * entry + 1] & 0xff,
          palette[3 * entry + 2] & 0xff,
          255);
    }
    int full = (1 << depth) - 1;
    return (colourType & COLOUR) != 0
        ? luma(sample(row, at), sample(row, at + 1), sample(row, at + 2), full)
        : (float) sample(row, at) / full;
  }

  private static float luma(int red, int green, int blue, int full) {
    return (float) ((0.299 * red + 0.587 * green + 0.114 * blue) / full);
  }

  private int sample(byte[] row, int i) {
    if (depth == 16) {
      return (row[2 * i] & 0xff) << 8 | (row[2 * i + 1] & 0xff);
    }
    int bit = i * depth;
    return (row[bit / 8] & 0xff) >> (8 - depth - bit % 8) & ((1 << depth) - 1);
  }

  private InvalidInputException truncated(long missing) {
    return new InvalidInputException(
        path
            + " is truncated: at least "
            + (file.limit() + missing)
            + " bytes expected, found "
            + file.limit(),
        "copy or write the file again");
  }

  private InvalidInputException damaged(String what) {
    return new InvalidInputException(path + " is damaged: " + what, "copy or write the file again");
  }
}
