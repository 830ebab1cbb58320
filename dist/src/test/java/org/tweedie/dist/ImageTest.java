package org.tweedie.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the linked image as a user does: through a link in a folder with spaces, from elsewhere,
 * with no Java on the path.
 */
class ImageTest {
  private static final Path IMAGE = Path.of("target", "tweedie").toAbsolutePath();

  /** Links that lie in a temporary folder would be followed with a warning when it is deleted. */
  private static final Path LINKS = Path.of("target", "a folder with spaces").toAbsolutePath();

  @TempDir Path folder;
  private Path program;

  @BeforeEach
  void linkIntoFolderWithSpaces() throws IOException {
    program = link("the image", IMAGE).resolve("bin/tweedie");
    // Only what the start script itself calls; no Java.
    link("tools/readlink", Path.of("/usr/bin/readlink"));
  }

  private static Path link(String name, Path target) throws IOException {
    Path link = LINKS.resolve(name);
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    return Files.createSymbolicLink(link, target);
  }

  @Test
  void saysItsVersion() throws Exception {
    Outcome o = run("--version");
    assertEquals(0, o.code(), o.err());
    assertTrue(o.out().startsWith("tweedie 1."), o.out());
    assertEquals("", o.err());
  }

  @Test
  void listsTheProvidersOfEveryModule() throws Exception {
    Outcome o = run("list");
    assertEquals(0, o.code(), o.err());
    for (String id : List.of("mri.cartesian", "brain.mri", "gaussian", "dps", "dpnp", "r-bgdm")) {
      assertTrue(o.out().contains("  " + id + " "), o.out());
    }
    assertEquals("", o.err());
  }

  @Test
  void reconstructsWithAnAnalyticPrior() throws Exception {
    demo("--prior", "gaussian");
  }

  @Test
  void reconstructsWithTheNetwork() throws Exception {
    demo();
  }

  @Test
  void trainsAPriorAndReconstructsWithIt() throws Exception {
    // Any array of rank 2 serves as an image here; the mask of the demo is at hand.
    Outcome o =
        run(
            "train",
            "--data",
            IMAGE.resolve("demo/brain8ch/mask.npz").toString(),
            "--out",
            "tiny.safetensors",
            "--steps",
            "2",
            "--batch",
            "1",
            "--crop",
            "16",
            "--widths",
            "8,8",
            "--blocks",
            "1,1");
    assertEquals(0, o.code(), o.out() + o.err());
    assertTrue(Files.exists(folder.resolve("tiny.safetensors.training.html")));
    demo("--prior", "tiny.safetensors");
  }

  /** The first steps of the demo on one chain. */
  private void demo(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--chains", "1", "--set", "sampler.steps=2"));
    arguments.addAll(List.of(more));
    Outcome o = run(arguments.toArray(String[]::new));
    assertEquals(0, o.code(), o.out() + o.err());
    assertTrue(o.out().contains("report.html"), o.out());
    assertTrue(o.err().contains("step 2/2"), o.err());
    assertTrue(Files.size(folder.resolve("out/demo/report.html")) > 0);
  }

  @Test
  void passesOnArgumentsAndExitCode() throws Exception {
    Outcome o = run("describe", "no such id");
    assertEquals(2, o.code());
    assertTrue(o.err().contains("'no such id'"), o.err());
  }

  /** What a process left. */
  private record Outcome(int code, String out, String err) {}

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", LINKS.resolve("tools").toString());
    Process p = builder.start();
    p.getOutputStream().close();
    assertTrue(p.waitFor(5, TimeUnit.MINUTES), "no end in sight: " + command);
    return new Outcome(
        p.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }
}
