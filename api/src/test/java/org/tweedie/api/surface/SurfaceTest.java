package org.tweedie.api.surface;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Compares the surface with the newest listing in {@code released/} and checks that the version
 * shows the change.
 */
class SurfaceTest {
  private static final Path CLASSES = Path.of("target", "classes");

  @Test
  void theVersionShowsWhatChangedSinceTheLastRelease() throws IOException {
    SortedSet<String> now = Surface.of(CLASSES, Surface.class.getClassLoader());
    Files.write(Path.of("target", "surface.txt"), now); // for released/cut
    Release release = Release.newest();
    SortedSet<String> released = release.surface();
    int[] needed = Bump.between(released, now).apply(release.version());
    int[] version = Release.version(System.getProperty("tweedie.api.version"));
    assertTrue(
        Arrays.compare(version, needed) >= 0,
        () ->
            "the api changed since "
                + release.name()
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

  private static String difference(Set<String> a, Set<String> b) {
    SortedSet<String> d = new TreeSet<>(a);
    d.removeAll(b);
    return d.size() + " lines " + d.stream().limit(5).toList();
  }
}
