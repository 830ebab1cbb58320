package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.error.UnknownIdException;

/** Help, version, lists, descriptions, and arguments that make no sense. */
class ProgramTest {
  private static final String COMMANDS = "reconstruct demo list describe simulate train";

  @Test
  void showsItsCommandsWhenAskedForHelp() {
    Invocation.of("--help").succeeds().prints(COMMANDS.split(" "));
  }

  @Test
  void showsItsHelpWhenNothingIsAsked() {
    Invocation o = Invocation.of();
    assertEquals(2, o.code());
    assertTrue(o.err().contains("tweedie demo"), o.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "reconstruct", "demo", "list", "describe", "simulate", "train"})
  void everyCommandHasHelpAndVersion(String command, @TempDir Path empty) {
    String[] help = command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
    Optional<Path> home = command.equals("demo") ? Optional.of(demoIn(empty)) : Optional.empty();
    Invocation.in(home, (Object[]) help).succeeds().prints("Usage: tweedie", "--version");
    help[help.length - 1] = "--version";
    Invocation.in(home, (Object[]) help).succeeds().prints("tweedie ", "Java");
  }

  private static Path demoIn(Path home) {
    Json.write(make(home.resolve("demo")).resolve("job.json"), Map.of("sampler", "dps"));
    return home;
  }

  private static Path make(Path folder) {
    assertTrue(folder.toFile().mkdirs());
    return folder;
  }

  @Test
  void listsProvidersByKind() {
    Invocation.of("list").succeeds().prints("Operators", "Priors", "Samplers", "  dps ");
    String samplers = Invocation.of("list", "samplers").succeeds().prints("r-bgdm").out();
    assertTrue(!samplers.contains("Priors"), samplers);
  }

  @Test
  void listsAsJson() throws Exception {
    Map<String, Object> json = JSON.std.mapFrom(Invocation.of("list", "--json").succeeds().out());
    assertEquals(
        List.of("operators", "priors", "samplers", "rejected"), List.copyOf(json.keySet()));
    assertTrue(json.get("samplers").toString().contains("id=dps"), json.toString());
  }

  @Test
  void describesASampler() {
    Invocation.of("describe", "dps")
        .succeeds()
        .prints("sampler dps", "Options", "steps = ", "Exactness", "Needs", "References");
  }

  @Test
  void namesTheNearestOfWhatDoesNotExist() {
    Invocation.of("lsit").refuses("'lsit'", "did you mean 'list'?");
    Invocation.of("list", "--jsn").refuses("'--jsn'", "did you mean '--json'?");
    Invocation.of("describe", "r-bgmd").refuses("'r-bgmd'", "did you mean 'r-bgdm'?");
    Invocation.of("reconstruct", "--chians", "3").refuses("no operator", "--operator ID");
  }

  @Test
  void saysWhatIsWrongWithAnArgument() {
    Invocation.of("reconstruct", "--samples", "many").refuses("--samples", "'many'");
    Invocation.of("reconstruct", "--chains").refuses("--samples");
    Invocation.of("list", "samplers", "priors").refuses("'priors'");
    Invocation.of("list", "things").refuses("things", "operators");
    Invocation.of("describe").refuses("ID|FILE");
  }

  @Test
  void theDemoNeedsItsData() {
    Invocation.of("demo").refuses("no demo data");
  }

  @Test
  void refusesAPluginDirectoryThatIsNotThere(@TempDir Path folder) throws IOException {
    Invocation.of("list", "--plugins", folder).succeeds();
    Invocation.of("list", "--plugins", folder.resolve("none"))
        .refuses("plug-in directory", "none does not exist", "--plugins");
    Path file = Files.writeString(folder.resolve("file"), "x");
    Invocation.of("list", "--plugins", file).refuses("file is a file");
  }

  @Test
  void helpIsACommandToo() {
    assertEquals(Invocation.of("--help"), Invocation.of("help"));
    assertEquals(Invocation.of("--help"), Invocation.of("help", "help"));
    assertEquals(Invocation.of("list", "--help"), Invocation.of("help", "list"));
    Invocation.of("help", "reconstruct", "--operator", "mri.cartesian")
        .succeeds()
        .prints("Usage: tweedie reconstruct", "--sensitivities=FILE");
    Invocation.of("help", "lsit").refuses("no command 'lsit'", "did you mean 'list'?");
    Invocation.of("lsit", "--help").refuses("no command 'lsit'");
  }

  @Test
  void suggestsOnlyWhatTakesNoImagination() {
    for (String far : List.of("tent", "dome9", "x", "exclude")) {
      assertFalse(Invocation.of(far).err().contains("did you mean"), far);
    }
    assertFalse(Invocation.of("list", "--foo").err().contains("did you mean"));
    assertEquals(
        Optional.of("sampler.steps"), Suggestion.nearest("steps", List.of("sampler.steps")));
    assertEquals(Optional.of("reconstruct"), Suggestion.nearest("recon", List.of("reconstruct")));
    assertEquals(Optional.of("r-bgdm"), Suggestion.nearest("rbgdm", List.of("dps", "r-bgdm")));
    assertEquals(
        Optional.empty(), Suggestion.nearest("test", List.of("list", "train"))); // 2 of 4 differ
  }

  @Test
  void aPathThatCannotBeIsRefusedInWords() {
    Invocation.of("simulate", "--out", "").refuses("--out", "the path is empty");
    Invocation.of("train", "--data", "a\0b", "--out", "x").refuses("--data", "cannot be used");
    Invocation.of("describe", "a\0b").refuses("cannot be used");
  }

  /** What Java says of a name beyond ASCII where the locale is C. */
  @Test
  void aPathThatTheLocaleDoesNotKnowNamesTheRemedy() {
    InvalidPathException java =
        new InvalidPathException(
            "Sch\u00e4del.npy", "Malformed input or input contains unmappable characters");
    String sentence = Failures.sentence(java);
    assertTrue(sentence.contains("'Sch\u00e4del.npy'"), sentence);
    assertTrue(sentence.contains("LC_ALL=C.UTF-8"), sentence);
    assertEquals(2, Failures.code(java));
  }

  @Test
  void aLongListOfNamesIsLeftToTheCommandThatShowsIt() {
    List<String> names = IntStream.range(0, 11).mapToObj(i -> "n" + i).toList();
    String all = "choose one of " + String.join(", ", names);
    assertEquals(
        "no x; 'tweedie describe ID' lists the options of an operator, a prior or a sampler.",
        Failures.sentence(new InvalidOptionException("no x", all)));
    assertEquals(
        "no sampler has the id 'x'; 'tweedie list' shows all there are.",
        Failures.sentence(new UnknownIdException("sampler", "x", names)));
    assertEquals(
        "no sampler has the id 'x'; choose one of dps, dpnp.",
        Failures.sentence(new UnknownIdException("sampler", "x", List.of("dps", "dpnp"))));
  }

  @Test
  void theNumberOfThreadsIsCheckedAndSet() {
    String before = System.getProperty("tweedie.threads");
    try {
      Invocation.of("simulate", "--threads", "0").refuses("--threads", "at least 1");
      Invocation.of("simulate", "--threads", "three").refuses("--threads", "'three'");
      Invocation.of("simulate", "--threads", "3").refuses("no operator");
      assertEquals("3", System.getProperty("tweedie.threads"));
    } finally {
      for (String p :
          List.of(
              "tweedie.threads",
              "java.util.concurrent.ForkJoinPool.common.parallelism",
              "ai.djl.pytorch.num_threads")) {
        System.clearProperty(p);
      }
      if (before != null) {
        System.setProperty("tweedie.threads", before);
      }
    }
  }

  @Test
  void showsStackTracesOnlyOnRequest() {
    assertTrue(!Invocation.of("describe", "x").err().contains("\tat "));
    assertTrue(Invocation.of("describe", "x", "--debug").err().contains("\tat "));
  }
}
