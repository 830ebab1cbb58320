package org.tweedie.formats;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** The elements of an array as a stream of bytes, and the failures that all formats share. */
final class ElementReader {
  private static final int CHUNK = 1 << 16;

  private ElementReader() {}

  /** Reads exactly the elements of a space, in order, or says how many bytes are missing. */
  static Field read(InputStream in, Space space, ElementType type, ByteOrder order, String what)
      throws IOException {
    Field field = Field.zeros(space);
    byte[] chunk = new byte[CHUNK];
    int perChunk = CHUNK / type.bytes;
    for (int at = 0; at < space.size(); ) {
      int count = Math.min(perChunk, space.size() - at);
      int got = in.readNBytes(chunk, 0, count * type.bytes);
      if (got < count * type.bytes) {
        throw truncated(what, (long) space.size() * type.bytes, (long) at * type.bytes + got);
      }
      type.decode(ByteBuffer.wrap(chunk, 0, got).order(order), count, field.data(), at);
      at += count;
    }
    return field;
  }

  /** Writes floats, little-endian. */
  static void write(OutputStream out, float[] data) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (float v : data) {
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
      chunk.putFloat(v);
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  static InvalidInputException truncated(String what, long expected, long found) {
    return new InvalidInputException(
        what + " is truncated: its array needs " + expected + " bytes, found " + found,
        "copy or write the file again");
  }

  /** A space whose shape comes from a file. */
  static Space space(Path path, ElementType type, int... shape) {
    try {
      return Space.of(type.scalar(), shape);
    } catch (TweedieException e) {
      throw new InvalidInputException("in " + path + " " + e.problem(), e.remedy(), e);
    } catch (ArithmeticException e) {
      throw new InvalidInputException(
          "the array in " + path + " has more elements than can be counted",
          "check that the file is not damaged",
          e);
    }
  }

  /** Fails with one sentence unless the path is a file that can be opened. */
  static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw new ResourceException(path + " is a folder", "name a file in it");
    }
    if (!Files.exists(path)) {
      throw new ResourceException("there is no file " + path, "check the name and the folder");
    }
    if (!Files.isReadable(path)) {
      throw new ResourceException(
          "the file " + path + " may not be read by this user", "change its permissions");
    }
  }

  static ResourceException unreadable(Path path, IOException e) {
    return new ResourceException(
        "cannot read " + path + " (" + reason(e) + ")", "check the file and its disk", e);
  }

  /** The operating system's reason in words; file system exceptions carry only the name. */
  static String reason(IOException e) {
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return "no such file or folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
