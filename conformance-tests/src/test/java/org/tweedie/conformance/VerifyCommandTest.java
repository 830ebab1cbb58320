package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.conformance.zoo.Strangers;

/** The command on providers that fail where no rule expects it. */
class VerifyCommandTest {
  /** Each is broken by itself, with the place where it threw; the others are checked as ever. */
  @Test
  void strangersExceptionsBreakTheirProviderAlone(@TempDir Path folder) throws IOException {
    Console console =
        new Console(
            Strangers.simulatorThatThrows(),
            Strangers.preparationThatThrows(),
            Strangers.cardThatThrows(),
            Strangers.priorWithoutItsLibrary(),
            Strangers.samplerThatThrows(),
            Strangers.correct());
    int code = new VerifyCommand().run(List.of("--report", folder.toString()), console);
    assertEquals(1, code, console::text);
    broken(console, "a.simulator", "O-* it threw java.lang.IllegalStateException: no device");
    broken(console, "a.preparation", "O-* it threw java.lang.NullPointerException: no mask");
    broken(console, "a.card", "P-* it threw java.lang.IndexOutOfBoundsException: no card");
    broken(console, "a.prior", "P-* it threw java.lang.NoClassDefFoundError: com/example/Tensor");
    broken(console, "a.sampler", "S-1 chainIndependence");
    broken(console, "a.sampler", "it threw java.lang.ArithmeticException: / by zero");
    // No rule of it is broken; but no law comes with it, and so it is not called ok.
    assertTrue(console.text().contains("untested twin:"), console::text);
    String thrower = Strangers.class.getName();
    assertTrue(console.text().contains("at " + thrower), console::text);
    assertTrue(Files.readString(folder.resolve("verify.json")).contains("at " + thrower));
    assertTrue(Files.readString(folder.resolve("verify.html")).contains("at " + thrower));
  }

  /** A line says how many rules passed all the same, and a line after it what was thrown. */
  private static void broken(Console console, String id, String what) {
    String text = console.text();
    String verdict = text.substring(text.indexOf("BROKEN   " + id + ":"));
    assertTrue(verdict.matches("(?s)BROKEN   " + id + ": [1-9]\\d* passed, .*"), text);
    int next = verdict.indexOf("checking the ");
    String own = next < 0 ? verdict : verdict.substring(0, next);
    assertTrue(own.contains(what), () -> id + ": " + own);
  }

  @Test
  void oneRuleThatCannotBeAskedIsBrokenToo() {
    Console console = new Console(Strangers.preparationThatThrows());
    assertEquals(1, new VerifyCommand().run(List.of("--rule", "L-1"), console), console::text);
    assertTrue(console.text().contains("O-* it threw"), console::text);
  }
}
