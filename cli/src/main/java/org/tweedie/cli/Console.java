package org.tweedie.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** What a command is connected to. All that it prints is {@link PlainText}. */
final class Console {
  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final PrintStream rawErr;
  private final boolean terminal;
  private final boolean quiet;
  private final Optional<Path> home;

  /**
   * @param in standard input
   * @param out where results go, in UTF-8
   * @param err where progress and errors go, in UTF-8
   * @param terminal whether {@code err} is a terminal, on which a line can be rewritten
   * @param home the folder of the runtime image, which holds {@code plugins} and {@code demo}
   */
  Console(InputStream in, PrintStream out, PrintStream err, boolean terminal, Optional<Path> home) {
    this.in = in;
    this.out = plain(out);
    this.err = plain(err);
    this.rawErr = err;
    this.terminal = terminal;
    this.quiet = false;
    this.home = home;
  }

  private Console(Console loud) {
    this.in = loud.in;
    this.out = new PrintStream(new WarningsOnly(loud.err), true, StandardCharsets.UTF_8);
    this.err = loud.err;
    this.rawErr = loud.rawErr;
    this.terminal = loud.terminal;
    this.quiet = true;
    this.home = loud.home;
  }

  private static PrintStream plain(PrintStream to) {
    return new PrintStream(new PlainText(to), true, StandardCharsets.UTF_8);
  }

  /** This console for a run that says no more than what is wrong: warnings go to {@link #err}. */
  Console quiet() {
    return new Console(this);
  }

  InputStream in() {
    return in;
  }

  PrintStream out() {
    return out;
  }

  PrintStream err() {
    return err;
  }

  Optional<Path> home() {
    return home;
  }

  /** Whether {@link #rewrite} may be called. */
  boolean terminal() {
    return terminal;
  }

  /** Whether progress is to be kept back. */
  boolean isQuiet() {
    return quiet;
  }

  /** Writes over the last line of a terminal. */
  void rewrite(String line) {
    rawErr.print('\r'); // a control character of our own
    rawErr.flush();
    err.print(line);
    err.flush();
  }
}
