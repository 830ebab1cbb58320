package org.tweedie.conformance;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A table of numbers in NumPy's format 1.0, float64: the suite needs no reader and no float32. */
final class NumpyArray {
  private static final int ALIGNMENT = 64;

  private NumpyArray() {}

  /** The bytes of an array of these rows, all of one length; at least one. */
  static byte[] of(List<double[]> rows) {
    int columns = rows.get(0).length;
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': ("
            + rows.size()
            + ", "
            + columns
            + "), }";
    int unpadded = 10 + header.length() + 1;
    String padded = header + " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT) + "\n";
    ByteBuffer b =
        ByteBuffer.allocate(10 + padded.length() + 8 * rows.size() * columns)
            .order(ByteOrder.LITTLE_ENDIAN);
    b.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    b.putShort((short) padded.length()).put(padded.getBytes(StandardCharsets.US_ASCII));
    rows.forEach(
        row -> {
          for (double v : row) {
            b.putDouble(v);
          }
        });
    return b.array();
  }
}
