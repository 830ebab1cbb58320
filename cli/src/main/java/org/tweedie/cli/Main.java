package org.tweedie.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The program {@code tweedie}. */
public final class Main {
  private Main() {}

  /** Runs a command and exits with its code: 0 success, 1 failure, 2 bad input. */
  public static void main(String[] args) {
    // The units and Greek letters of the messages are UTF-8 whatever the locale says.
    Console console =
        new Console(
            System.in,
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            Boolean.getBoolean("tweedie.terminal"),
            Optional.ofNullable(System.getProperty("tweedie.home")).map(Path::of));
    System.exit(new Program(console).run(args));
  }
}
