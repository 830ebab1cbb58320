package org.tweedie.api.surface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares the surface with the newest listing in {@code released/} and checks that the version
 * shows the change. To cut a release, copy {@code target/surface.txt} to {@code
 * released/x.y.z.txt}.
 */
class SurfaceTest {
  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void theVersionShowsWhatChangedSinceTheLastRelease() throws IOException {
    SortedSet<String> now = Surface.of(CLASSES, exportedPackages());
    Files.write(Path.of("target", "surface.txt"), now);
    Path release = newestRelease();
    SortedSet<String> released = new TreeSet<>(Files.readAllLines(release));
    int[] needed = Bump.between(released, now).apply(version(name(release)));
    int[] version = version(System.getProperty("tweedie.api.version"));
    assertTrue(
        Arrays.compare(version, needed) >= 0,
        () ->
            "the api changed since "
                + name(release)
                + " and needs at least version "
                + Arrays.toString(needed)
                + ", but is "
                + Arrays.toString(version)
                + "; added: "
                + difference(now, released)
                + "; removed: "
                + difference(released, now));
  }

  @Test
  void theBumpFollowsTheChange() {
    Set<String> base = Set.of("a.spi.T : interface", "a.spi.T . public abstract void a.spi.T.f()");
    assertEquals(Bump.PATCH, Bump.between(base, base));
    assertEquals(Bump.MAJOR, Bump.between(base, Set.of("a.spi.T : interface")));
    assertEquals(
        Bump.MAJOR, Bump.between(base, with(base, "a.spi.T . public abstract void a.spi.T.g()")));
    assertEquals(
        Bump.MINOR, Bump.between(base, with(base, "a.spi.T . public default void a.spi.T.g()")));
    assertEquals(
        Bump.MINOR,
        Bump.between(
            base,
            with(with(base, "a.spi.U : interface"), "a.spi.U . public abstract void a.spi.U.f()")));
    assertArrayEquals(new int[] {1, 3, 0}, Bump.MINOR.apply(new int[] {1, 2, 5}));
    assertArrayEquals(new int[] {2, 0, 0}, Bump.MAJOR.apply(new int[] {1, 2, 5}));
  }

  private static Set<String> with(Set<String> base, String line) {
    Set<String> all = new TreeSet<>(base);
    all.add(line);
    return all;
  }

  private static Set<String> exportedPackages() throws IOException {
    try (var in = Files.newInputStream(CLASSES.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .map(Exports::source)
          .collect(Collectors.toSet());
    }
  }

  private static Path newestRelease() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("released"))) {
      return files
          .filter(f -> f.toString().endsWith(".txt"))
          .max(Comparator.comparing(f -> version(name(f)), Arrays::compare))
          .orElseThrow();
    }
  }

  private static String name(Path release) {
    return release.getFileName().toString().replaceFirst("\\.txt$", "");
  }

  private static int[] version(String text) {
    return Arrays.stream(text.replaceFirst("-SNAPSHOT$", "").split("\\."))
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static String difference(Set<String> a, Set<String> b) {
    SortedSet<String> d = new TreeSet<>(a);
    d.removeAll(b);
    return d.size() + " lines " + d.stream().limit(5).toList();
  }
}
