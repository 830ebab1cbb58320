package org.tweedie.cli;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;

/**
 * The folder of a run's results: checked before any work is done, never overwritten unasked, of one
 * run at a time, and left as it was until there is something better.
 *
 * <p>Where a finished run is to be replaced, the new one grows in the folder {@link #UNFINISHED}
 * inside; {@link #finish} puts it in the place of the old one. The {@link #RUN record} is the last
 * file that a run writes and the last that moves, so a swap that was interrupted is completed by
 * whoever claims the folder next.
 */
final class OutputFolder implements AutoCloseable {
  /** The file that tells a folder with results from any other. */
  static final String RUN = "run.json";

  /** The file that repeats the run. */
  static final String JOB = "job.json";

  /** Where the next run is until it is complete, if the folder holds a finished one. */
  static final String UNFINISHED = "unfinished";

  /** What every run writes; pictures and arrays are listed in {@link #RUN}. */
  private static final List<String> OWN = List.of(JOB, "report.html");

  private final Path folder;
  private final List<Path> made;
  private final FolderLock lock;
  private Path path;

  private OutputFolder(Path folder, List<Path> made, FolderLock lock) {
    this.folder = folder;
    this.made = made;
    this.lock = lock;
    this.path = folder;
  }

  /**
   * Makes the folder, takes it for this run, and checks that it can be written to. An earlier run
   * stays until {@link #finish}.
   *
   * @param overwrite whether an earlier run there may go
   * @throws ResourceException if it is not writable, or another run is writing to it
   * @throws InvalidInputException if it holds an earlier run that may not go
   */
  static OutputFolder claim(Path folder, boolean overwrite) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new ResourceException(
          "the output folder " + folder + " is a file", "name a folder with --out");
    }
    List<Path> made = missing(folder);
    OutputFolder output = null;
    try {
      Files.createDirectories(folder);
      output = new OutputFolder(folder, made, FolderLock.take(folder));
      completeSwap(folder);
      boolean earlier = Files.exists(folder.resolve(RUN)) || Files.exists(folder.resolve(JOB));
      if (earlier && !overwrite) {
        boolean interrupted = interruptedIn(folder).isPresent();
        throw new InvalidInputException(
            "the output folder "
                + folder
                + (interrupted ? " holds a run that was interrupted" : " holds an earlier run"),
            (interrupted ? "go on with it by 'tweedie resume " + folder + "', " : "")
                + "name another one with --out, or give --overwrite to replace it");
      }
      return output;
    } catch (IOException e) {
      abandon(output, made);
      throw notWritable(folder, e);
    } catch (RuntimeException e) {
      abandon(output, made);
      throw e;
    }
  }

  /**
   * Takes the folder of a run that was interrupted, to go on with it.
   *
   * @throws ResourceException if there is none, or another run is writing to it
   */
  static OutputFolder resume(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ResourceException(
          "there is no folder " + folder, "name what was given to 'reconstruct --out'");
    }
    OutputFolder output = null;
    try {
      output = new OutputFolder(folder, List.of(), FolderLock.take(folder));
      completeSwap(folder);
      output.path =
          interruptedIn(folder)
              .orElseThrow(
                  () ->
                      new ResourceException(
                          Files.exists(folder.resolve(RUN))
                              ? "the run in " + folder + " has reached its end"
                              : "no run was interrupted in " + folder,
                          "name what was given to 'reconstruct --out'"));
      return output;
    } catch (IOException e) {
      abandon(output, List.of());
      throw notWritable(folder, e);
    } catch (RuntimeException e) {
      abandon(output, List.of());
      throw e;
    }
  }

  /** Where a run was interrupted: its job is there, and no record of a complete one. */
  private static Optional<Path> interruptedIn(Path folder) {
    for (Path p : List.of(folder.resolve(UNFINISHED), folder)) {
      Path run = p.resolve(RUN);
      boolean complete = Files.exists(run) && !Boolean.FALSE.equals(Json.read(run).get("complete"));
      if (Files.exists(p.resolve(JOB)) && !complete) {
        return Optional.of(p);
      }
    }
    return Optional.empty();
  }

  /** The folders that must be made for this one, the outermost first. */
  private static List<Path> missing(Path folder) {
    List<Path> missing = new ArrayList<>();
    for (Path p = folder.toAbsolutePath(); p != null && !Files.exists(p); p = p.getParent()) {
      missing.add(0, p);
    }
    return missing;
  }

  private static ResourceException notWritable(Path folder, IOException e) {
    return new ResourceException(
        "the output folder " + folder + " is not writable",
        "name another one with --out, or change its permissions",
        e);
  }

  /** The folder itself. */
  Path folder() {
    return folder;
  }

  /** Where this run saves its state. */
  Path state() {
    return path.resolve("state");
  }

  /** Where this run's files go; after {@link #finish} the folder itself. */
  Path path() {
    return path;
  }

  /** Now there is something to write: what an earlier run left unfinished goes. */
  void open() {
    try {
      if (Files.exists(folder.resolve(RUN))) {
        path = Files.createDirectories(folder.resolve(UNFINISHED));
      }
      clear(path);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /** The run is complete and its record written: it takes the place of the earlier one. */
  void finish() {
    try {
      completeSwap(folder);
      path = folder;
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  /** Gives the folder free for other runs. */
  @Override
  public void close() {
    lock.close();
  }

  /**
   * Does the work that comes before the first file. If it fails nothing will be written: a folder
   * that was made for it goes, an earlier run stays.
   */
  <T> T preparing(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      abandon(this, made);
      throw e;
    }
  }

  private static void abandon(OutputFolder output, List<Path> made) {
    if (output != null) {
      output.close();
    }
    try {
      for (int i = made.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(made.get(i));
      }
    } catch (IOException e) {
      return; // it holds something by now, or is out of reach: no harm in leaving it
    }
  }

  /** Puts the next run in the place of the earlier one, if it is complete. */
  private static void completeSwap(Path folder) throws IOException {
    Path next = folder.resolve(UNFINISHED);
    if (!Files.exists(next.resolve(RUN))
        || Boolean.FALSE.equals(Json.read(next.resolve(RUN)).get("complete"))) {
      return;
    }
    Set<String> files = files(next);
    if (Files.exists(folder.resolve(RUN))) {
      clear(folder);
    }
    for (String name : files) {
      Path from = next.resolve(name);
      if (Files.exists(from)) {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.move(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    deleteEmpty(next, files);
    deleteIfEmpty(next);
  }

  /** Deletes what the run in a folder says that it wrote, and nothing else. */
  private static void clear(Path folder) throws IOException {
    Set<String> files = files(folder);
    for (String name : files) {
      if (Files.isRegularFile(folder.resolve(name))) {
        Files.delete(folder.resolve(name));
      }
    }
    deleteEmpty(folder, files);
  }

  /** The files of the run in a folder as it tells them, the record last. */
  private static Set<String> files(Path folder) {
    Set<String> files = new LinkedHashSet<>(OWN);
    Path run = folder.resolve(RUN);
    if (Files.exists(run) && Json.read(run).get("files") instanceof List<?> listed) {
      listed.forEach(f -> files.add(String.valueOf(f)));
    }
    // The list is a file that anyone may have edited: it reaches no further than the folder.
    Path within = folder.normalize();
    files.removeIf(f -> !within.resolve(f).normalize().startsWith(within));
    files.remove(RUN);
    files.add(RUN);
    return files;
  }

  /** Deletes the folders of these files where nothing else is in them. */
  private static void deleteEmpty(Path folder, Set<String> files) throws IOException {
    Path within = folder.normalize();
    for (String name : files) {
      Path parent = within.resolve(name).normalize().getParent();
      if (!parent.equals(within)) {
        deleteIfEmpty(parent);
      }
    }
  }

  private static void deleteIfEmpty(Path folder) throws IOException {
    try {
      Files.deleteIfExists(folder);
    } catch (DirectoryNotEmptyException e) {
      // It holds what is not ours.
    }
  }
}
