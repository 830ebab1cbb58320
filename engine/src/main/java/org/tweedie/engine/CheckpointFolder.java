package org.tweedie.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.engine.run.Counts;
import org.tweedie.engine.run.Timing;

/**
 * A run on the disk: a file for each group of chains that has reached its end, written once, and
 * the state of the group at work with the one before it, so that a torn write costs one interval.
 * Every file carries the stamp of the run: sampler, versions, options, seed and a digest of the
 * problem.
 */
final class CheckpointFolder {
  private static final String STATE = "state";
  private static final String PREVIOUS = "state.previous";
  private static final String PART = ".part";
  private static final Pattern OURS =
      Pattern.compile("(group-\\d{5,}|state|state\\.previous)(\\.part)?");

  private final Path folder;
  private final Map<String, String> stamp;

  CheckpointFolder(Path folder, Map<String, String> stamp) {
    this.folder = folder;
    this.stamp = stamp;
  }

  Path path() {
    return folder;
  }

  private interface Content {
    void to(CheckpointWriter w) throws IOException;
  }

  /** Saves a group that has reached its end. */
  void save(int index, GroupOutcome outcome, Counts counts, Timing timing) {
    write(
        group(index),
        w -> {
          w.work(counts, timing);
          w.outcome(outcome);
        });
    // The states were of this group.
    remove(folder.resolve(STATE));
    remove(folder.resolve(PREVIOUS));
  }

  /** Saves the state of the group at work. */
  void save(Checkpoint.InProgress p, Counts counts, Timing timing) {
    write(
        folder.resolve(STATE),
        w -> {
          w.work(counts, timing);
          w.inProgress(p);
        });
  }

  private void write(Path file, Content content) {
    Path part = file.resolveSibling(file.getFileName() + PART);
    try {
      Files.createDirectories(folder);
      try (CheckpointWriter w = new CheckpointWriter(part)) {
        w.stamp(stamp);
        content.to(w);
        w.finish();
      }
      if (file.endsWith(STATE) && Files.exists(file)) {
        move(file, folder.resolve(PREVIOUS));
      }
      move(part, file);
    } catch (IOException e) {
      remove(part);
      throw new ResourceException(
          "the state of the run cannot be written to " + folder + ": " + e.getMessage(),
          "free some space or choose another place; what was saved before is still there",
          e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * What was saved.
   *
   * @throws ResourceException if there is nothing
   * @throws StateMismatchException if it belongs to another run, or all of it is damaged
   */
  Checkpoint load() {
    List<GroupOutcome> done = new ArrayList<>();
    int chains = 0;
    Counts counts = Counts.NONE;
    Timing timing = Timing.NONE;
    while (Files.exists(group(done.size()))) {
      Path file = group(done.size());
      try (CheckpointReader r = new CheckpointReader(file)) {
        require(r.stamp());
        Counts c = r.counts();
        Timing t = r.timing();
        GroupOutcome g = r.outcome();
        if (g.chains().first() != chains) {
          // Left behind by a run that was divided into other groups.
          break;
        }
        done.add(g);
        chains += g.chains().count();
        counts = c;
        timing = t;
      } catch (IOException e) {
        // What lies behind a damaged group is of no use without it: it is computed again.
        return new Checkpoint(
            done,
            Optional.empty(),
            counts,
            timing,
            Optional.of(file + " cannot be used (" + e.getMessage() + "): going on before it"));
      }
    }
    List<String> damaged = new ArrayList<>();
    for (String name : List.of(STATE, PREVIOUS)) {
      Path file = folder.resolve(name);
      try (CheckpointReader r = new CheckpointReader(file)) {
        require(r.stamp());
        Counts c = r.counts();
        Timing t = r.timing();
        Checkpoint.InProgress p = r.inProgress();
        if (p.chains().first() == chains) {
          return new Checkpoint(done, Optional.of(p), c, t, notice(damaged));
        }
        // Else its group has reached its end since, and the run ended before the state was removed.
      } catch (NoSuchFileException e) {
        continue;
      } catch (IOException e) {
        damaged.add(file + " cannot be used (" + e.getMessage() + ")");
      }
    }
    if (done.isEmpty() && damaged.isEmpty()) {
      throw new ResourceException(
          "there is no saved state in " + folder, "check the path, or start the run anew");
    }
    if (done.isEmpty()) {
      throw new StateMismatchException(String.join("; ", damaged), "start the run anew");
    }
    return new Checkpoint(done, Optional.empty(), counts, timing, notice(damaged));
  }

  private static Optional<String> notice(List<String> damaged) {
    return damaged.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", damaged) + ": going on from what was saved before it");
  }

  private void require(Map<String, String> saved) {
    Set<String> names = new TreeSet<>(stamp.keySet());
    names.addAll(saved.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String was = saved.getOrDefault(name, "not given");
      String is = stamp.getOrDefault(name, "not given");
      if (!was.equals(is)) {
        differences.add(name + " was " + was + " and is " + is);
      }
    }
    if (!differences.isEmpty()) {
      throw new StateMismatchException(
          "the saved state belongs to another run: " + String.join(", ", differences),
          "resume with the request that wrote it, or start anew");
    }
  }

  /** Deletes everything that was saved, and nothing else that lies there. */
  void delete() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path p : all) {
        if (OURS.matcher(p.getFileName().toString()).matches()) {
          Files.delete(p);
        }
      }
    } catch (IOException e) {
      throw new ResourceException(
          "the saved state in " + folder + " cannot be deleted", "delete it by hand", e);
    }
    remove(folder);
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // What stays is harmless: a group or a state that is written later replaces it.
      return;
    }
  }

  private Path group(int index) {
    return folder.resolve("group-%05d".formatted(index));
  }
}
