package org.tweedie.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;

/**
 * The folder of a run's results. While a run is under way everything of it lies in a folder inside,
 * which one program at a time may hold; its results take their places when they are complete. An
 * earlier run stays until then.
 */
final class OutputFolder implements AutoCloseable {
  /** The file that tells a folder with results from any other. */
  static final String RUN = "run.json";

  /** The file that repeats the run. */
  static final String JOB = "job.json";

  private static final String UNFINISHED = "unfinished";
  private static final String LOCK = "lock";

  private final Path folder;
  private final boolean made;
  private final FileChannel channel;
  private final FileLock lock;

  private OutputFolder(Path folder, boolean made, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.made = made;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder for a new run.
   *
   * @param overwrite whether an earlier run there may go, finished or not
   * @throws ResourceException if it is not writable, or another program is at work in it
   * @throws InvalidInputException if it holds an earlier run that may not go
   */
  static OutputFolder claim(Path folder, boolean overwrite) {
    if (folder.toString().isEmpty()) {
      throw new InvalidInputException("the output folder has no name", "name one with --out DIR");
    }
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
    OutputFolder output = lock(folder);
    if (output.hasSavedState()) {
      if (!overwrite) {
        output.release();
        throw new InvalidInputException(
            "the output folder " + folder + " holds a run that was interrupted",
            "go on with it by 'tweedie resume " + folder + "', or give --overwrite to begin anew");
      }
    }
    output.clearUnfinished();
    return output;
  }

  /**
   * Takes the folder of a run that was interrupted.
   *
   * @throws ResourceException if there is no such run, or another program is at work in it
   */
  static OutputFolder interrupted(Path folder) {
    if (!Files.exists(folder.resolve(UNFINISHED).resolve(JOB))) {
      throw new ResourceException(
          Files.exists(folder.resolve(RUN))
              ? "the run in " + folder + " has reached its end"
              : "there is no interrupted run in " + folder,
          "name the folder that was given to 'tweedie reconstruct --out'");
    }
    return lock(folder);
  }

  private static OutputFolder lock(Path folder) {
    boolean made = !Files.exists(folder);
    Path unfinished = folder.resolve(UNFINISHED);
    try {
      Files.createDirectories(unfinished);
      FileChannel channel =
          FileChannel.open(
              unfinished.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        channel.close();
        throw new ResourceException(
            "another run is writing into " + folder,
            "wait until it has finished, or name another folder with --out");
      }
      return new OutputFolder(folder, made, channel, lock);
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this program
    }
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

  /** The job of the run under way. */
  Path job() {
    return folder.resolve(UNFINISHED).resolve(JOB);
  }

  /** Where the run under way saves its state. */
  Path checkpoint() {
    return folder.resolve(UNFINISHED).resolve("state");
  }

  /** Where its results are written until they are complete: an empty folder that exists. */
  Path startResults() {
    try {
      delete(results());
      return Files.createDirectories(results());
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  private Path results() {
    return folder.resolve(UNFINISHED).resolve("results");
  }

  private boolean hasSavedState() {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(checkpoint())) {
      return all.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The results are complete: they take the places of those of an earlier run, the record last.
   *
   * @return the folder where they are now
   */
  Path install() {
    Set<String> stale = listed(folder.resolve(RUN));
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          results(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
              files.add(results().relativize(file));
              return FileVisitResult.CONTINUE;
            }
          });
      files.sort((a, b) -> Boolean.compare(a.endsWith(RUN), b.endsWith(RUN)));
      for (Path f : files) {
        Path to = folder.resolve(f);
        Files.createDirectories(to.getParent());
        Files.move(results().resolve(f), to, StandardCopyOption.REPLACE_EXISTING);
        stale.remove(f.toString());
      }
      for (String name : stale) {
        Path file = folder.resolve(name).normalize();
        // The list is a file that anyone may have edited: it reaches no further than the folder.
        if (file.startsWith(folder.normalize()) && Files.isRegularFile(file)) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new ResourceException(
          "the results cannot be moved to " + folder + ": " + e.getMessage(),
          "free some space, then go on by 'tweedie resume " + folder + "'",
          e);
    }
    return folder;
  }

  /** What an earlier run says that it wrote. */
  private static Set<String> listed(Path run) {
    Set<String> files = new LinkedHashSet<>();
    if (Files.exists(run) && Json.read(run).get("files") instanceof List<?> all) {
      all.forEach(f -> files.add(String.valueOf(f)));
    }
    return files;
  }

  /** The run has reached its end: what was kept of it while it was under way goes. */
  void finish() {
    clearUnfinished();
  }

  private void clearUnfinished() {
    try {
      delete(results());
      delete(checkpoint());
      Files.deleteIfExists(job());
    } catch (IOException e) {
      throw notWritable(folder, e);
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives the folder free; of a run that left nothing to go on with, nothing stays. */
  @Override
  public void close() {
    try {
      if (!hasSavedState()) {
        delete(results());
        Files.deleteIfExists(checkpoint());
        Files.deleteIfExists(job());
      }
      release();
      Path unfinished = folder.resolve(UNFINISHED);
      if (!Files.exists(job())) {
        Files.deleteIfExists(unfinished.resolve(LOCK));
        Files.deleteIfExists(unfinished);
        if (made) {
          Files.deleteIfExists(folder);
        }
      }
    } catch (IOException e) {
      return; // it holds something by now, or is out of reach: no harm in leaving it
    }
  }

  private void release() {
    try {
      lock.release();
      channel.close();
    } catch (IOException e) {
      return; // the lock ends with the program
    }
  }
}
