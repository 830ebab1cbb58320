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
import java.util.Locale;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ResourceException;
import org.tweedie.api.error.TweedieException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** The elements of an array as a stream of bytes, and the failures that all formats share. */
final class ElementReader {
  private static final int CHUNK = 1 << 16;

  private ElementReader() {}

  /** Where nobody knows how many bytes are to come. */
  static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * Reads exactly the elements of a space, in order, or says how many bytes are missing.
   *
   * @param atMost the bytes that the stream has left, as far as that is known: a file that is too
   *     short is refused before there is an array for what it claims to hold
   */
  static Field read(
      InputStream in, Space space, ElementType type, ByteOrder order, String what, long atMost)
      throws IOException {
    long needed = (long) space.size() * type.bytes;
    if (atMost < needed) {
      throw truncated(what, needed, atMost);
    }
    requireMemory(what, space, Runtime.getRuntime().maxMemory());
    Field field = Field.zeros(space);
    byte[] chunk = new byte[CHUNK];
    int perChunk = CHUNK / type.bytes;
    for (int at = 0; at < space.size(); ) {
      int count = Math.min(perChunk, space.size() - at);
      int got = in.readNBytes(chunk, 0, count * type.bytes);
      if (got < count * type.bytes) {
        throw truncated(what, needed, (long) at * type.bytes + got);
      }
      type.decode(ByteBuffer.wrap(chunk, 0, got).order(order), count, field.data(), at);
      at += count;
    }
    return field;
  }

  /** Writes floats, little-endian. */
  static void write(OutputStream out, float[] data) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    int perChunk = CHUNK / Float.BYTES;
    for (int at = 0; at < data.length; at += perChunk) {
      int count = Math.min(perChunk, data.length - at);
      chunk.asFloatBuffer().put(data, at, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /**
   * Writes fields one after the other, and holds one at a time.
   *
   * @throws IllegalArgumentException if there are not exactly {@code count}
   */
  static void write(OutputStream out, Space each, long count, Iterable<Field> fields)
      throws IOException {
    long written = 0;
    for (Field f : fields) {
      write(out, f.require(each, "field " + written + " of the stack").data());
      written++;
    }
    if (written != count) {
      throw new IllegalArgumentException(written + " fields came for a stack of " + count);
    }
  }

  /**
   * Fails if a field of that space cannot fit into the memory, however much of it is free.
   *
   * @param available bytes that the program may use in all
   */
  static void requireMemory(String what, Space space, long available) {
    long needed = (long) space.components() * Float.BYTES;
    if (needed > available) {
      throw new ResourceException(
          String.format(
              Locale.ROOT,
              "the array in %s is %s: it needs %.1f GB of memory, and this program may use %.1f GB",
              what,
              space,
              needed * 1e-9,
              available * 1e-9),
          "check that the file is what it should be, split it, or allow more memory (-Xmx)");
    }
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
