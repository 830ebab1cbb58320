package org.tweedie.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What reaches the terminal. */
class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Console console(boolean terminal) {
    return new Console(
        InputStream.nullInputStream(),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        terminal,
        Optional.empty());
  }

  @Test
  void whatATerminalWouldObeyDoesNotReachIt() {
    // Clear the screen, set the title, go back over the line, delete; the same with C1's one byte.
    console(false).out().print("a\u001b[2Jb\u001b]0;t\u0007c\rd\be\u007ff\u009b2Jg\u0000\n");
    assertEquals(
        "a\uFFFD[2Jb\uFFFD]0;t\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD2Jg\uFFFD\n", out.toString(UTF_8));
  }

  @Test
  void textStaysAsItIs() {
    String text = "σ = 0.1\t‖A x − y‖² £ ¿ é 日本 \uD83D\uDE00\r\nnext\n";
    console(false).out().print(text);
    assertEquals(text, out.toString(UTF_8));
    out.reset();
    for (byte b : text.getBytes(UTF_8)) { // however it is cut
      console(false).err().flush();
      err.write(b);
    }
    assertEquals(text, err.toString(UTF_8));
    Console one = console(false);
    for (byte b : text.getBytes(UTF_8)) {
      one.out().write(b);
    }
    assertEquals(text, out.toString(UTF_8));
  }

  @Test
  void onlyTheProgressLineGoesBackOverALine() {
    ProgressLine line = new ProgressLine(console(true));
    line.show("step 10", true);
    line.show("step\r9", true);
    line.end();
    assertEquals("\rstep 10\rstep\uFFFD9 " + System.lineSeparator(), err.toString(UTF_8));
  }

  @Test
  void aQuietConsoleTellsWarningsAndErrors() {
    Console quiet = console(true).quiet();
    quiet.out().println("Sampling with dps");
    quiet.out().printf("Warning: %s%n", "the noise is \u001b[31mhigh");
    quiet.out().println("Look at report.html");
    new ProgressLine(quiet).show("step 1/2", true);
    quiet.err().println("tweedie: no.");
    assertEquals("", out.toString(UTF_8));
    assertEquals(
        String.format("Warning: the noise is \uFFFD[31mhigh%ntweedie: no.%n"), err.toString(UTF_8));
  }
}
