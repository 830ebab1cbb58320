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
 * Runs a linked image as a user does: through a link in a folder with spaces, from elsewhere, with
 * no Java on the path.
 */
abstract class LinkedImage {
  /** Links that lie in a temporary folder would be followed with a warning when it is deleted. */
  private static final Path LINKS = Path.of("target", "a folder with spaces").toAbsolutePath();

  /** The working folder. */
  @TempDir Path folder;

  private Path program;

  @BeforeEach
  final void linkIntoFolderWithSpaces() throws IOException {
    Path there = link("the image", image()).resolve("bin/tweedie");
    program = link("a link to it", there);
  }

  /** The image under test. */
  abstract Path image();

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
  void passesOnArgumentsAndExitCode() throws Exception {
    Outcome o = run("describe", "no such id");
    assertEquals(2, o.code());
    assertTrue(o.err().contains("'no such id'"), o.err());
  }

  /** Names beyond ASCII, which this locale does not know, reach the program all the same. */
  @Test
  void takesAnyFileNameInTheLocaleC() throws Exception {
    Outcome o = shell("LC_ALL=C; export LC_ALL; mkdir \"$1\"; \"$0\" list --plugins \"$1\"");
    assertEquals(0, o.code(), o.err());
    assertEquals("", o.err());
    assertTrue(o.out().contains("Operators"), o.out());
  }

  @Test
  void saysThatTheWorkingFolderIsGone() throws Exception {
    Outcome o = shell("mkdir \"$1\"; cd \"$1\"; rmdir \"$PWD\"; \"$0\" list");
    assertEquals(2, o.code(), o.out());
    assertTrue(o.err().contains("tweedie: the working directory no longer exists;"), o.err());
  }

  /** Runs a script in which $0 is the program and $1 the name "Schädel" in UTF-8. */
  private Outcome shell(String script) throws IOException, InterruptedException {
    return start(
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            // Built from ASCII: the locale of this process may be C as well.
            "set -- \"$(printf 'Sch\\303\\244del')\"; " + script,
            program.toString()));
  }

  /** What a process left. */
  record Outcome(int code, String out, String err) {}

  /** Runs the program. */
  final Outcome run(String... arguments) throws IOException, InterruptedException {
    return run("", arguments);
  }

  /** Runs the program with options for its virtual machine. */
  final Outcome run(String options, String[] arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    // No Java and not even the tools that a start script may like.
    builder.environment().put("PATH", "");
    builder.environment().put("TWEEDIE_JAVA_OPTIONS", options);
    return start(builder);
  }

  private Outcome start(ProcessBuilder builder) throws IOException, InterruptedException {
    File out = folder.resolve("out.txt").toFile();
    File err = folder.resolve("err.txt").toFile();
    builder.environment().remove("JAVA_HOME");
    builder.directory(folder.toFile()).redirectOutput(out).redirectError(err);
    Process p = builder.start();
    p.getOutputStream().close();
    assertTrue(p.waitFor(5, TimeUnit.MINUTES), "no end in sight: " + builder.command());
    return new Outcome(
        p.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }
}
