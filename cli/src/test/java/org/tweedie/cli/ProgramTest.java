package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    Invocation.of("reconstruct", "--chains", "many").refuses("--chains", "'many'");
    Invocation.of("reconstruct", "--chains").refuses("--chains");
    Invocation.of("list", "samplers", "priors").refuses("'priors'");
    Invocation.of("list", "things").refuses("things", "operators");
    Invocation.of("describe").refuses("ID|FILE");
  }

  @Test
  void theDemoNeedsItsData() {
    Invocation.of("demo").refuses("no demo data");
  }

  @Test
  void aPluginDirectoryThatDoesNotExistHoldsNoPlugins(@TempDir Path folder) {
    Invocation.of("list", "--plugins", folder.resolve("none")).succeeds();
  }

  @Test
  void showsStackTracesOnlyOnRequest() {
    assertTrue(!Invocation.of("describe", "x").err().contains("\tat "));
    assertTrue(Invocation.of("describe", "x", "--debug").err().contains("\tat "));
  }
}
