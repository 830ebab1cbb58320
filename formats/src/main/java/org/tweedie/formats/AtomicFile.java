package org.tweedie.formats;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.tweedie.api.error.ResourceException;

/**
 * Writes a file under a temporary name beside the target and moves it there when it is complete and
 * on the disk: a reader sees the old file or the new one, never half of one, also after the machine
 * has lost its power.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it; the caller buffers and closes. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes or replaces a file.
   *
   * @throws ResourceException if the folder is missing or not writable, or the disk is full; a file
   *     of that name is then as it was, and nothing is left beside it
   */
  public static void write(Path path, Content content) {
    // Not Files.createTempFile: that one hides the file from other users. Short, for the name of
    // the target may be as long as names can be.
    Path part = path.resolveSibling(".tweedie-" + Long.toHexString(System.nanoTime()) + ".part");
    // A channel closes itself in a thread that was interrupted: that must not cost the result.
    boolean interrupted = Thread.interrupted();
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              1 << 16)) {
        content.writeTo(out);
      }
      try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      try {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      }
      forceName(path);
    } catch (IOException e) {
      throw new ResourceException(
          "cannot write " + path + " (" + ElementReader.reason(e) + ")",
          "check that its folder exists, is writable and has space",
          e);
    } finally {
      try {
        Files.deleteIfExists(part);
      } catch (IOException e) {
        // The failure that matters is already on its way.
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The new name is on the disk when the folder is. */
  private static void forceName(Path path) {
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      return;
    }
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      // Not every system opens a folder (Windows); there the names take care of themselves.
    }
  }
}
