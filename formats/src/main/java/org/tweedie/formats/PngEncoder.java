package org.tweedie.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes PNG (ISO/IEC 15948): one pass, adaptive filters. */
final class PngEncoder {
  /**
   * Pictures of measured images are noise in their low bits: the best level makes them 5 % smaller
   * than this one, and takes five times as long.
   */
  private static final int LEVEL = 4;

  /** 'Up' first: enlarged pictures repeat their rows, of which it leaves nothing. */
  private static final int[] FILTERS = {2, 0, 1, 3, 4};

  static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  private PngEncoder() {}

  /** The kinds of pixel that are written. */
  enum Kind {
    GREY_8(8, 0, 1),
    GREY_16(16, 0, 2),
    RGB_8(8, 2, 3);

    final int depth;
    final int colourType;
    final int bytes;

    Kind(int depth, int colourType, int bytes) {
      this.depth = depth;
      this.colourType = colourType;
      this.bytes = bytes;
    }
  }

  /** The file of an image whose pixels are given row by row, high byte first. */
  static byte[] encode(int width, int height, Kind kind, byte[] pixels) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream(pixels.length / 2 + 1024);
      file.write(SIGNATURE);
      ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
      header.put((byte) kind.depth).put((byte) kind.colourType);
      chunk(file, "IHDR", header.array());
      ByteArrayOutputStream data = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(LEVEL);
      try (DeflaterOutputStream out = new DeflaterOutputStream(data, deflater)) {
        rows(out, width * kind.bytes, height, kind.bytes, pixels);
      } finally {
        deflater.end();
      }
      chunk(file, "IDAT", data.toByteArray());
      chunk(file, "IEND", new byte[0]);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail to write
    }
  }

  private static void rows(
      DeflaterOutputStream out, int stride, int height, int pixelBytes, byte[] pixels)
      throws IOException {
    byte[][] candidates = new byte[FILTERS.length][stride];
    // Both rows begin with a pixel of zeros, so that every pixel has neighbours.
    byte[] above = new byte[stride + pixelBytes];
    byte[] row = new byte[stride + pixelBytes];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, y * stride, row, pixelBytes, stride);
      int best = 0;
      long bestSum = Long.MAX_VALUE;
      for (int k = 0; k < FILTERS.length && bestSum > 0; k++) {
        int filter = FILTERS[k];
        // the usual guess: the filter with the smallest absolute differences
        long sum = filter(filter, row, above, pixelBytes, candidates[filter]);
        if (sum < bestSum) {
          bestSum = sum;
          best = filter;
        }
      }
      out.write(best);
      out.write(candidates[best]);
      byte[] spare = above;
      above = row;
      row = spare;
    }
  }

  /** Filters a row; returns the sum of absolute differences. */
  private static long filter(int filter, byte[] row, byte[] above, int lead, byte[] out) {
    int sum = 0;
    for (int i = 0; i < out.length; i++) {
      int prediction = predict(filter, row[i] & 0xff, above[i + lead] & 0xff, above[i] & 0xff);
      out[i] = (byte) (row[i + lead] - prediction);
      sum += Math.abs((int) out[i]);
    }
    return sum;
  }

  /** The prediction of filter 0 (none), 1 (left), 2 (up), 3 (average) or 4 (Paeth). */
  static int predict(int filter, int left, int up, int upLeft) {
    return switch (filter) {
      case 1 -> left;
      case 2 -> up;
      case 3 -> (left + up) / 2;
      case 4 -> {
        int p = left + up - upLeft;
        int dl = Math.abs(p - left);
        int du = Math.abs(p - up);
        int dul = Math.abs(p - upLeft);
        yield dl <= du && dl <= dul ? left : du <= dul ? up : upLeft;
      }
      default -> 0;
    };
  }

  private static void chunk(ByteArrayOutputStream file, String type, byte[] data)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    file.write(ByteBuffer.allocate(4).putInt(data.length).array());
    file.write(name);
    file.write(data);
    file.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
