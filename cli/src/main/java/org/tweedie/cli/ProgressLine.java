package org.tweedie.cli;

/** One line about work under way: rewritten on a terminal, else repeated every few seconds. */
final class ProgressLine {
  /** Seconds between two lines where they pile up, as in a log file. */
  private static final double LOG_INTERVAL = 5;

  /** Seconds between two changes of a line on a terminal. */
  private static final double TERMINAL_INTERVAL = 0.1;

  private final Console console;
  private long last;
  private int width;

  ProgressLine(Console console) {
    this.console = console;
  }

  /** Shows a text, if the last one is old enough or {@code always}. */
  void show(String text, boolean always) {
    if (console.isQuiet()) {
      return;
    }
    long now = System.nanoTime();
    double interval = console.terminal() ? TERMINAL_INTERVAL : LOG_INTERVAL;
    if (!always && last != 0 && (now - last) * 1e-9 < interval) {
      return;
    }
    last = now;
    if (console.terminal()) {
      // Spaces wipe what a longer line left.
      console.rewrite(text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      console.err().println(text);
    }
  }

  /** Ends the line. */
  void end() {
    if (console.terminal() && width > 0) {
      console.err().println();
      width = 0;
    }
  }
}
