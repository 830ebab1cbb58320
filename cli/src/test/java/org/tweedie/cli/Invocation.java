package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A command that was run in this process, and what it printed.
 *
 * @param code exit code
 * @param out standard output
 * @param err standard error
 */
record Invocation(int code, String out, String err) {
  /** Runs a command in a program without a home folder. */
  static Invocation of(Object... arguments) {
    return in(Optional.empty(), arguments);
  }

  /** Runs a command in a program whose image lies in a folder. */
  static Invocation in(Optional<Path> home, Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), print(out), print(err), false, home);
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    int code = new Program(console).run(args);
    return new Invocation(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }

  /** Fails unless the command succeeded. */
  Invocation succeeds() {
    assertEquals(0, code, () -> out + err);
    return this;
  }

  /** Fails unless standard output holds every text. */
  Invocation prints(String... texts) {
    for (String t : texts) {
      assertTrue(out.contains(t), () -> "'" + t + "' is not in:\n" + out + err);
    }
    return this;
  }

  /** Fails unless the command refused its input with one sentence that holds every text. */
  Invocation refuses(String... texts) {
    assertEquals(2, code, () -> out + err);
    List<String> lines = err.lines().toList();
    assertEquals(1, lines.size(), () -> "one sentence is expected:\n" + err);
    String sentence = lines.get(0);
    assertTrue(sentence.startsWith("tweedie: "), sentence);
    assertTrue(sentence.endsWith("."), sentence);
    assertFalse(sentence.contains("Exception"), sentence);
    for (String t : texts) {
      assertTrue(sentence.contains(t), () -> "'" + t + "' is not in: " + sentence);
    }
    return this;
  }
}
