package org.tweedie.api.surface;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A released api: its listing {@code released/x.y.z.txt} and its classes {@code
 * released/x.y.z.jar}. {@code released/cut x.y.z} makes both.
 */
record Release(Path listing) {
  /** The newest release. */
  static Release newest() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("released"))) {
      return files
          .filter(f -> f.toString().endsWith(".txt"))
          .map(Release::new)
          .max(Comparator.comparing(Release::version, Arrays::compare))
          .orElseThrow();
    }
  }

  /** The name of the release, for example 1.0.0. */
  String name() {
    return listing.getFileName().toString().replaceFirst("\\.txt$", "");
  }

  /** Its version. */
  int[] version() {
    return version(name());
  }

  /** A version as numbers; a snapshot is the version that it leads to. */
  static int[] version(String text) {
    return Arrays.stream(text.replaceFirst("-SNAPSHOT$", "").split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Its surface. */
  SortedSet<String> surface() throws IOException {
    return new TreeSet<>(Files.readAllLines(listing));
  }

  /** Its classes, in a file that may be missing. */
  Path jar() {
    return listing.resolveSibling(name() + ".jar");
  }
}
