package org.tweedie.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The image without networks: all that the default image can do but that, small and quick. */
class SlimImageTest extends LinkedImage {
  @Override
  Path image() {
    return Path.of("target", "tweedie-slim").toAbsolutePath();
  }

  @Test
  void listsWhatNeedsNoNetwork() throws Exception {
    Outcome o = run("list");
    assertEquals(0, o.code(), o.err());
    for (String id : List.of("mri.cartesian", "gaussian", "dps", "dpnp", "r-bgdm")) {
      assertTrue(o.out().contains("  " + id + " "), o.out());
    }
    assertFalse(o.out().contains("brain.mri"), o.out());
    assertEquals("", o.err());
  }

  @Test
  void isSmall() throws IOException {
    long archive = Files.size(image().resolve("lib/server/classes.jsa"));
    long whole = 0;
    int archives = 0;
    try (Stream<Path> all = Files.walk(image())) {
      for (Path p : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        whole += Files.size(p);
        archives += p.toString().endsWith(".jsa") ? 1 : 0;
      }
    }
    assertEquals(1, archives);
    assertTrue(whole - archive <= 50_000_000, whole - archive + " bytes without the archive");
    assertTrue(whole <= 75_000_000, whole + " bytes");
  }

  @Test
  void holdsNeitherDesktopNorNetworks() throws IOException {
    String modules = Files.readString(image().resolve("release"));
    assertTrue(modules.contains("org.tweedie.samplers"), modules);
    for (String name : List.of("java.desktop", "ai.djl", "org.tweedie.priors.djl")) {
      assertFalse(modules.contains(name), modules);
    }
  }

  /** Start-up time is not asserted, but what makes it short is. */
  @Test
  void takesItsClassesFromTheArchive() throws Exception {
    Outcome o = run("-Xlog:class+load", new String[] {"list"});
    assertEquals(0, o.code(), o.err());
    long archived =
        o.out()
            .lines()
            .filter(l -> l.contains("org.tweedie.") && l.contains("shared objects"))
            .count();
    long others =
        o.out()
            .lines()
            .filter(l -> l.contains("org.tweedie.") && l.contains("source: jrt:"))
            .count();
    assertTrue(archived > 20 * others && archived > 20, archived + " archived, " + others + " not");
  }
}
