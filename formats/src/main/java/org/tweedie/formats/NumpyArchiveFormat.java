package org.tweedie.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;

/**
 * NumPy's {@code .npz}: a zip archive of {@code .npy} files, stored or deflated.
 *
 * <p>{@code FILE.npz} reads an archive's only array; {@code FILE.npz:NAME} reads one of several. A
 * field is written under the name {@code arr_0}, which is what {@code numpy.savez} would call it.
 */
public final class NumpyArchiveFormat implements FieldFormat {
  private static final String DEFAULT_NAME = "arr_0";

  /** The format. */
  public NumpyArchiveFormat() {}

  @Override
  public String title() {
    return "NumPy archive";
  }

  @Override
  public List<String> suffixes() {
    return List.of(".npz");
  }

  /** The archive of a {@code FILE.npz:NAME}; any other path as it is. */
  static Path archiveOf(Path path) {
    int colon = colon(path);
    return colon < 0 ? path : Path.of(path.toString().substring(0, colon));
  }

  private static int colon(Path path) {
    String text = path.toString();
    int colon = text.toLowerCase(Locale.ROOT).lastIndexOf(".npz:");
    return colon < 0 || Files.exists(path) ? -1 : colon + ".npz".length();
  }

  @Override
  public FieldFile read(Path path) {
    Path archive = archiveOf(path);
    int colon = colon(path);
    ElementReader.requireFile(archive);
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      List<String> names =
          zip.stream()
              .map(ZipEntry::getName)
              .filter(n -> n.endsWith(".npy"))
              .map(n -> n.substring(0, n.length() - ".npy".length()))
              .toList();
      String name = choose(archive, names, colon < 0 ? "" : path.toString().substring(colon + 1));
      ZipEntry entry = zip.getEntry(name + ".npy");
      try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
        long size = entry.getSize() < 0 ? ElementReader.UNKNOWN : entry.getSize();
        return NumpyFormat.read(in, Path.of(archive + ":" + name), size);
      }
    } catch (ZipException e) {
      throw new InvalidInputException(
          archive + " is not a readable zip archive (" + ElementReader.reason(e) + ")",
          "write it with numpy.savez",
          e);
    } catch (IOException e) {
      throw ElementReader.unreadable(archive, e);
    }
  }

  private static String choose(Path archive, List<String> names, String wanted) {
    if (names.isEmpty()) {
      throw new InvalidInputException(
          archive + " holds no .npy array", "write it with numpy.savez");
    }
    if (wanted.isEmpty() && names.size() == 1) {
      return names.get(0);
    }
    if (names.contains(wanted)) {
      return wanted;
    }
    throw new InvalidInputException(
        wanted.isEmpty()
            ? archive + " holds " + names.size() + " arrays: " + String.join(", ", names)
            : archive + " holds no array '" + wanted + "', it holds " + String.join(", ", names),
        "say which, for example " + archive + ":" + names.get(0));
  }

  @Override
  public void write(Path path, FieldFile content) {
    int colon = colon(path);
    String name = colon < 0 ? DEFAULT_NAME : path.toString().substring(colon + 1);
    write(archiveOf(path), Map.of(name, content.field()));
  }

  /**
   * Writes several fields to one archive, deflated, in the order of the map.
   *
   * @throws org.tweedie.api.error.ResourceException if the folder is missing or not writable
   */
  public static void write(Path path, Map<String, Field> fields) {
    Map<String, Field> ordered = new LinkedHashMap<>(fields);
    AtomicFile.write(
        path,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, Field> e : ordered.entrySet()) {
            ZipEntry entry = new ZipEntry(e.getKey() + ".npy");
            // A fixed time, so that the same fields give the same bytes.
            entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
            zip.putNextEntry(entry);
            NumpyFormat.write(zip, e.getValue());
            zip.closeEntry();
          }
          zip.finish();
        });
  }
}
