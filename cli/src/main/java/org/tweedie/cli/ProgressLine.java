package org.tweedie.cli;

import java.io.PrintStream;

/** One line about work under way: rewritten on a terminal, else repeated every few seconds. */
final class ProgressLine {
  /** Seconds between two lines where they pile up, as in a log file. */
  private static final double LOG_INTERVAL = 5;

  /** Seconds between two changes of a line on a terminal. */
  private static final double TERMINAL_INTERVAL = 0.1;

  private final PrintStream out;
  private final boolean terminal;
  private long last;
  private int width;

  ProgressLine(Console console) {
    this.out = console.err();
    this.terminal = console.terminal();
  }

  /** Shows a text, if the last one is old enough or {@code always}. */
  void show(String text, boolean always) {
    long now = System.nanoTime();
    double interval = terminal ? TERMINAL_INTERVAL : LOG_INTERVAL;
    if (!always && last != 0 && (now - last) * 1e-9 < interval) {
      return;
    }
    last = now;
    if (terminal) {
      // Spaces wipe what a longer line left.
      out.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Ends the line. */
  void end() {
    if (terminal && width > 0) {
      out.println();
      width = 0;
    }
  }
}
