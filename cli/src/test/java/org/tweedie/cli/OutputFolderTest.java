package org.tweedie.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;

/** One run at a time, and the earlier one until there is a better. */
class OutputFolderTest {
  @TempDir Path temporary;

  private Path folder;

  @BeforeEach
  void name() {
    folder = temporary.resolve("a/b");
  }

  /** Writes what a run writes: a picture in a folder, an array, and the record last. */
  private static void write(OutputFolder output, String content, boolean complete, String... names)
      throws IOException {
    Files.writeString(output.path().resolve("job.json"), content);
    for (String name : names) {
      Files.createDirectories(output.path().resolve(name).getParent());
      Files.writeString(output.path().resolve(name), content);
    }
    Map<String, Object> run = Map.of("complete", complete, "files", List.of(names));
    Json.write(output.path().resolve("run.json"), run);
  }

  private void finishedRun(String content, String... names) throws IOException {
    try (OutputFolder output = OutputFolder.claim(folder, true)) {
      output.open();
      write(output, content, true, names);
      output.finish();
    }
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .map(p -> folder.relativize(p).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void onlyOneRunWritesToAFolder() {
    OutputFolder first = OutputFolder.claim(folder, false);
    for (Path same : List.of(folder, folder.resolve("../b"))) {
      String refusal =
          assertThrows(ResourceException.class, () -> OutputFolder.claim(same, true)).getMessage();
      assertTrue(refusal.contains("another run is writing to the output folder"), refusal);
    }
    first.close();
    OutputFolder.claim(folder, false).close();
    assertTrue(folder.toFile().list().length == 0, "no lock is left");
  }

  @Test
  void aRunOfAnotherProcessIsNoticedAndItsDeathToo() throws Exception {
    Files.createDirectories(folder);
    Path program =
        Files.writeString(
            temporary.resolve("Holder.java"),
            """
            import java.nio.ByteBuffer;
            import java.nio.channels.FileChannel;
            import java.nio.file.*;
            class Holder {
              public static void main(String[] file) throws Exception {
                FileChannel c = FileChannel.open(
                    Path.of(file[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                c.lock();
                c.write(ByteBuffer.wrap(("process " + ProcessHandle.current().pid()).getBytes()));
                System.out.write('!');
                System.out.flush();
                System.in.read();
              }
            }
            """);
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                program.toString(),
                folder.resolve(FolderLock.NAME).toString())
            .start();
    try {
      assertEquals('!', other.getInputStream().read());
      String refusal =
          assertThrows(ResourceException.class, () -> OutputFolder.claim(folder, true))
              .getMessage();
      assertTrue(refusal.contains("another run (process " + other.pid() + ")"), refusal);
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(folder.resolve(FolderLock.NAME)), "killed: nobody tidied up");
    OutputFolder.claim(folder, false).close();
  }

  @Test
  void theFinishedRunStaysUntilTheNextIsComplete() throws IOException {
    finishedRun("old", "mean.npy", "pictures/old.png");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    Set<String> before = files();
    assertEquals(
        Set.of("job.json", "mean.npy", "notes.txt", "pictures/old.png", "run.json"), before);
    try (OutputFolder output = OutputFolder.claim(folder, true)) {
      output.open();
      assertEquals(folder.resolve("unfinished"), output.path());
      write(output, "new", true, "mean.npy", "pictures/new.png");
      assertTrue(files().containsAll(before));
      assertEquals("old", Files.readString(folder.resolve("mean.npy")));
      output.finish();
      assertEquals(folder, output.path());
    }
    assertEquals(
        Set.of("job.json", "mean.npy", "notes.txt", "pictures/new.png", "run.json"), files());
    for (String name : List.of("job.json", "mean.npy", "pictures/new.png")) {
      assertEquals("new", Files.readString(folder.resolve(name)), name);
    }
    assertFalse(Files.exists(folder.resolve("unfinished")));
  }

  @Test
  void aRunThatDiesOrIsStoppedCostsNothing() throws IOException {
    finishedRun("old", "mean.npy");
    try (OutputFolder killed = OutputFolder.claim(folder, true)) {
      killed.open();
      Files.writeString(killed.path().resolve("job.json"), "killed");
    }
    assertEquals(Set.of("job.json", "mean.npy", "run.json", "unfinished/job.json"), files());
    assertThrows(InvalidInputException.class, () -> OutputFolder.claim(folder, false));
    try (OutputFolder stopped = OutputFolder.claim(folder, true)) {
      stopped.open();
      write(stopped, "partial", false, "mean.npy", "sample.npy");
    }
    assertEquals("old", Files.readString(folder.resolve("mean.npy")));
    assertEquals("partial", Files.readString(folder.resolve("unfinished/mean.npy")));
    finishedRun("new", "mean.npy");
    assertEquals(Set.of("job.json", "mean.npy", "run.json"), files());
    assertEquals("new", Files.readString(folder.resolve("mean.npy")));
  }

  /** Killed within the swap: after each number of its moves. */
  @Test
  void aSwapThatWasInterruptedIsCompleted() throws IOException {
    for (int done = 0; done <= 5; done++) {
      folder = temporary.resolve("swap" + done);
      finishedRun("old", "a.npy", "z.npy");
      try (OutputFolder output = OutputFolder.claim(folder, true)) {
        output.open();
        write(output, "new", true, "a.npy", "b.npy");
      }
      // The order of the swap: the old files with the record last, the new ones likewise.
      List<String> old = List.of("job.json", "a.npy", "z.npy", "run.json");
      for (int i = 0; i < Math.min(done, old.size()); i++) {
        Files.delete(folder.resolve(old.get(i)));
      }
      if (done == 5) {
        Files.move(folder.resolve("unfinished/a.npy"), folder.resolve("a.npy"));
      }
      assertThrows(InvalidInputException.class, () -> OutputFolder.claim(folder, false));
      assertEquals(Set.of("a.npy", "b.npy", "job.json", "run.json"), files(), "after " + done);
      assertEquals("new", Files.readString(folder.resolve("a.npy")));
    }
  }

  @Test
  void aListOfFilesReachesNoFurtherThanTheFolder() throws IOException {
    Path other = Files.writeString(temporary.resolve("other.txt"), "mine");
    finishedRun("old", "mean.npy");
    Json.write(
        folder.resolve("run.json"),
        Map.of("files", List.of("../../other.txt", other.toString(), "x/../../../other.txt")));
    finishedRun("new", "mean.npy");
    assertEquals("mine", Files.readString(other));
  }

  @Test
  void aFailureBeforeTheFirstFileLeavesNoFolder() throws IOException {
    OutputFolder output = OutputFolder.claim(folder, false);
    assertThrows(
        IllegalStateException.class,
        () ->
            output.preparing(
                () -> {
                  throw new IllegalStateException();
                }));
    assertFalse(Files.exists(temporary.resolve("a")), "nor those that were made for it");
    assertTrue(Files.exists(temporary));
  }
}
