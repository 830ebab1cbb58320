package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;

/**
 * The folder of a run's results: checked before any work is done, never overwritten unasked, and
 * left as it was until there is something to write.
 */
final class OutputFolder {
  /** The file that tells a folder with results from any other. */
  static final String RUN = "run.json";

  /** The file that repeats the run. */
  static final String JOB = "job.json";

  /** What every run writes; pictures and arrays are listed in {@link #RUN}. */
  private static final List<String> OWN = List.of(RUN, JOB, "report.html");

  private final Path folder;
  private final boolean made;

  private OutputFolder(Path folder, boolean made) {
    this.folder = folder;
    this.made = made;
  }

  /**
   * Makes the folder and checks that it can be written to. An earlier run stays until {@link
   * #open}.
   *
   * @param overwrite whether an earlier run there may go
   * @throws ResourceException if it is not writable
   * @throws InvalidInputException if it holds an earlier run that may not go
   */
  static OutputFolder claim(Path folder, boolean overwrite) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ResourceException(
          "the output folder " + folder + " is a file", "name a folder with --out");
    }
    boolean earlier = Files.exists(folder.resolve(RUN)) || Files.exists(folder.resolve(JOB));
    if (earlier && !overwrite) {
      throw new InvalidInputException(
          "the output folder " + folder + " holds an earlier run",
          "name another one with --out, or give --overwrite to replace it");
    }
    boolean made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".tweedie", ".tmp"));
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
    return new OutputFolder(folder, made);
  }

  private static ResourceException notWritable(Path folder, IOException e) {
    return new ResourceException(
        "the output folder " + folder + " is not writable",
        "name another one with --out, or change its permissions",
        e);
  }

  /** Now there is something to write: the earlier run goes. */
  void open() {
    try {
      clear();
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /**
   * Does the work that comes before the first file. If it fails nothing will be written: a folder
   * that was made for it goes, an earlier run stays.
   */
  <T> T preparing(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      abandon();
      throw e;
    }
  }

  private void abandon() {
    try {
      if (made) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      return; // it holds something by now, or is out of reach: no harm in leaving it
    }
  }

  /** Deletes what the earlier run says that it wrote, and nothing else. */
  private void clear() throws IOException {
    Set<String> files = new LinkedHashSet<>(OWN);
    Path run = folder.resolve(RUN);
    if (Files.exists(run) && Json.read(run).get("files") instanceof List<?> listed) {
      listed.forEach(f -> files.add(String.valueOf(f)));
    }
    for (String name : files) {
      Path file = folder.resolve(name).normalize();
      // The list is a file that anyone may have edited: it reaches no further than the folder.
      if (file.startsWith(folder.normalize()) && Files.isRegularFile(file)) {
        Files.delete(file);
      }
    }
  }
}
