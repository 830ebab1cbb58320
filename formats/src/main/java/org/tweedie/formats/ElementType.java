package org.tweedie.formats;

import java.nio.ByteBuffer;
import org.tweedie.api.field.Scalar;

/** How one element is stored, and its conversion to one or two floats. */
enum ElementType {
  BOOLEAN("boolean", 1),
  INT8("int8", 1),
  UINT8("uint8", 1),
  INT16("int16", 2),
  UINT16("uint16", 2),
  INT32("int32", 4),
  UINT32("uint32", 4),
  INT64("int64", 8),
  UINT64("uint64", 8),
  FLOAT16("float16", 2),
  FLOAT32("float32", 4),
  FLOAT64("float64", 8),
  COMPLEX64("complex64", 8),
  COMPLEX128("complex128", 16);

  final String title;
  final int bytes;

  ElementType(String title, int bytes) {
    this.title = title;
    this.bytes = bytes;
  }

  Scalar scalar() {
    return this == COMPLEX64 || this == COMPLEX128 ? Scalar.COMPLEX : Scalar.REAL;
  }

  /**
   * Reads {@code count} elements from the buffer, in its byte order, to {@code out} from {@code
   * at}.
   */
  void decode(ByteBuffer in, int count, float[] out, int at) {
    for (int i = at; i < at + count; i++) {
      switch (this) {
        case BOOLEAN -> out[i] = in.get() == 0 ? 0 : 1;
        case INT8 -> out[i] = in.get();
        case UINT8 -> out[i] = in.get() & 0xff;
        case INT16 -> out[i] = in.getShort();
        case UINT16 -> out[i] = in.getShort() & 0xffff;
        case INT32 -> out[i] = in.getInt();
        case UINT32 -> out[i] = in.getInt() & 0xffffffffL;
        case INT64 -> out[i] = in.getLong();
        case UINT64 -> out[i] = unsigned(in.getLong());
        case FLOAT16 -> out[i] = half(in.getShort());
        case FLOAT32 -> out[i] = in.getFloat();
        case FLOAT64 -> out[i] = (float) in.getDouble();
        case COMPLEX64 -> {
          out[2 * i] = in.getFloat();
          out[2 * i + 1] = in.getFloat();
        }
        case COMPLEX128 -> {
          out[2 * i] = (float) in.getDouble();
          out[2 * i + 1] = (float) in.getDouble();
        }
      }
    }
  }

  private static float unsigned(long v) {
    return v >= 0 ? v : (float) ((v >>> 1) * 2.0 + (v & 1));
  }

  private static float half(short h) {
    int exponent = (h >> 10) & 0x1f;
    int fraction = h & 0x3ff;
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-24f
            : exponent == 31
                ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
                : (float) Math.scalb((double) (1024 + fraction), exponent - 25);
    return h < 0 ? -magnitude : magnitude;
  }
}
