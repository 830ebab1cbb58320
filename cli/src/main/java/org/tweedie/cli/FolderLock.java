package org.tweedie.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tweedie.api.error.ResourceException;

/**
 * Keeps a folder for one run. The operating system holds the lock, so that it goes with the process
 * however that ends.
 */
final class FolderLock implements AutoCloseable {
  /** The file that is locked; it is there as long as the lock. */
  static final String NAME = ".tweedie-lock";

  /**
   * The folders of this process. The system's locks are between processes, and it would drop the
   * one that we have if we opened and closed the file again.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder that exists.
   *
   * @throws ResourceException if another run has it
   * @throws IOException if the folder is not writable
   */
  static FolderLock take(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      throw held(folder, "");
    }
    FileChannel channel = null;
    try {
      while (channel == null) {
        channel = attempt(folder, real.resolve(NAME));
      }
      return new FolderLock(real, channel);
    } finally {
      if (channel == null) {
        HELD.remove(real);
      }
    }
  }

  /** The open file with its lock; null if it was deleted meanwhile by a run that ended. */
  private static FileChannel attempt(Path folder, Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // Another run's, or left by one that was killed: its lock tells which.
    }
    FileChannel channel = null;
    boolean mine = false;
    try {
      Object before = key(file);
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (!locks(channel)) {
        throw held(folder, holder(channel));
      }
      mine = Objects.equals(before, key(file));
      if (mine) {
        String process = "process " + ProcessHandle.current().pid();
        channel.truncate(0).write(ByteBuffer.wrap(process.getBytes(StandardCharsets.US_ASCII)));
      }
    } catch (NoSuchFileException e) {
      mine = false;
    } finally {
      if (!mine && channel != null) {
        channel.close();
      }
    }
    return mine ? channel : null;
  }

  private static boolean locks(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true; // a file system without locks: nothing can be known there
    }
  }

  /** What tells one file of that name from the next. */
  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(64);
    channel.read(text, 0);
    String process = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    return process.matches("process \\d+") ? " (" + process + ")" : "";
  }

  private static ResourceException held(Path folder, String holder) {
    return new ResourceException(
        "another run" + holder + " is writing to the output folder " + folder,
        "wait until it has ended, or name another folder with --out");
  }

  /** Gives the folder free. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(folder.resolve(NAME)); // while it is locked: nobody else has it
    } catch (IOException e) {
      // What is left is an empty file that nobody holds.
    } finally {
      HELD.remove(folder);
    }
  }
}
