package org.tweedie.formats;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.tweedie.api.error.ResourceException;

/**
 * Writes a file under a temporary name beside the target and moves it there when it is complete: a
 * reader sees the old file or the new one, never half of one.
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
   *     of that name is then as it was
   */
  public static void write(Path path, Content content) {
    // Not Files.createTempFile: that one hides the file from other users.
    Path part =
        path.resolveSibling(
            "." + path.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              1 << 16)) {
        content.writeTo(out);
      }
      try {
        Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
      }
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
    }
  }
}
