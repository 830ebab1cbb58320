package org.tweedie.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lets text in UTF-8 pass and nothing that a terminal would obey: names and descriptions come from
 * files that anyone may have written. Of control characters only tabs and the ends of lines stay.
 */
final class PlainText extends OutputStream {
  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
  private static final int NONE = -1;

  /** The first byte of the controls U+0080 to U+009F. */
  private static final int C1 = 0xc2;

  private final OutputStream to;

  /** A byte whose meaning depends on the next: a carriage return, or the first of two bytes. */
  private int held = NONE;

  PlainText(OutputStream to) {
    this.to = to;
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    ByteArrayOutputStream plain = new ByteArrayOutputStream(count + 8);
    for (int i = from; i < from + count; i++) {
      add(plain, bytes[i] & 0xff);
    }
    to.write(plain.toByteArray());
  }

  private void add(ByteArrayOutputStream plain, int b) {
    if (held == '\r') {
      plain.writeBytes(b == '\n' ? new byte[] {'\r'} : REPLACEMENT);
    } else if (held == C1) {
      if (b >= 0x80 && b < 0xa0) {
        held = NONE;
        plain.writeBytes(REPLACEMENT);
        return;
      }
      plain.write(C1);
    }
    held = NONE;
    if (b == '\r' || b == C1) {
      held = b;
    } else if (b < ' ' && b != '\n' && b != '\t' || b == 0x7f) {
      plain.writeBytes(REPLACEMENT);
    } else {
      plain.write(b);
    }
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }
}
