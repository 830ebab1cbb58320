package org.tweedie.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Passes on the lines that are warnings and drops all others: what {@code --quiet} leaves. */
final class WarningsOnly extends OutputStream {
  private static final String WARNING = "Warning: ";

  private final PrintStream to;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  WarningsOnly(PrintStream to) {
    this.to = to;
  }

  @Override
  public synchronized void write(int b) {
    if (b != '\n') {
      line.write(b);
      return;
    }
    String text = line.toString(StandardCharsets.UTF_8).stripTrailing();
    line.reset();
    if (text.startsWith(WARNING)) {
      to.println(text);
    }
  }
}
