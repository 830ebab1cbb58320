package org.tweedie.api.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** japicmp, a second opinion that knows nothing of our listing, against {@link Bump}. */
class ClassComparisonTest {
  private static final Path CLASSES = Path.of("target", "classes");

  @TempDir private static Path folder;

  /** What every change below starts from. */
  private static final Map<String, String> BASE =
      Map.of(
          "a.spi.Service",
          "public interface Service { int f(int x); default int g() { return 1; } }",
          "a.spi.Base",
          "public abstract class Base { public abstract int f(); protected int h() { return 2; } }",
          "a.other.Source",
          "public interface Source { double next(); }",
          "a.other.Value",
          "public record Value(int n) { public static final int ZERO = 0; }",
          "a.other.Kind",
          "public enum Kind { ONE, TWO }");

  private static Release release;

  @BeforeAll
  static void prepare() throws IOException {
    release = Release.newest();
    compile("before", BASE);
  }

  @Test
  void agreesOnTheStepSinceTheLastRelease() throws IOException {
    assumeTrue(
        Files.exists(release.jar()),
        () -> release.jar() + " is missing: only the listing was compared");
    Bump listed =
        Bump.between(
            release.surface(), Surface.of(CLASSES, ClassComparisonTest.class.getClassLoader()));
    Bump seen =
        ClassComparison.between(
            Files.readAllBytes(release.jar()),
            ClassComparison.jar(CLASSES),
            Surface.exported(CLASSES));
    assertTrue(
        seen.compareTo(listed) <= 0, () -> "the listing says " + listed + ", japicmp " + seen);
  }

  /** Otherwise the two would compare with different releases. */
  @Test
  void theReleasedClassesHaveTheReleasedSurface() throws IOException {
    assumeTrue(Files.exists(release.jar()), () -> release.jar() + " is missing");
    try (FileSystem jar = FileSystems.newFileSystem(release.jar());
        URLClassLoader loader =
            new URLClassLoader(
                new URL[] {release.jar().toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      assertEquals(
          String.join("\n", release.surface()),
          String.join("\n", Surface.of(jar.getPath("/"), loader)),
          "make both anew with 'released/cut " + release.name() + "'");
    }
  }

  /** The step by the listing, and that by japicmp: never a larger one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PATCH | PATCH | a.spi.Service  | return 1;         | return 2;",
        "MINOR | MINOR | a.spi.Service  | int f(int x);     | int f(int x); default void k() {}",
        "MAJOR | MAJOR | a.spi.Service  | int f(int x);     | int f(int x); int k();",
        "MAJOR | MAJOR | a.spi.Service  | int f(int x);     | int f(long x);",
        "MAJOR | MAJOR | a.spi.Service  | int f(int x);     | long f(int x);",
        "MAJOR | MAJOR | a.spi.Service  | int f(int x);     | ''",
        "MAJOR | MAJOR | a.spi.Base     | int f();          | int f(); public abstract int k();",
        "MAJOR | MAJOR | a.spi.Base     | protected         | private",
        "MAJOR | MAJOR | a.spi.Base     | protected         | protected final",
        "MINOR | MINOR | a.other.Source | double next();    | double next(); double other();",
        "MINOR | MINOR | a.other.Value  | int ZERO = 0;     | int ZERO = 0; public void k() {}",
        "MAJOR | MAJOR | a.other.Value  | (int n)           | (int n, int m)",
        "MAJOR | MAJOR | a.other.Kind   | ONE, TWO          | ONE",
        // japicmp overlooks constants; with the listing they are seen.
        "MAJOR | PATCH | a.other.Value  | public static     | private static",
        "MINOR | PATCH | a.other.Kind   | ONE, TWO          | ONE, TWO, THREE",
      })
  void agreesOnKindsOfChange(Bump listed, Bump seen, String type, String from, String to)
      throws IOException {
    String text = BASE.get(type).replace(from, to);
    assertNotEquals(BASE.get(type), text);
    Path before = folder.resolve("before");
    Path after = compile("after", with(type, text));
    assertEquals(listed, Bump.between(surface(before), surface(after)), "by the listing");
    assertEquals(
        seen,
        ClassComparison.between(
            ClassComparison.jar(before), ClassComparison.jar(after), Set.of("a.spi", "a.other")),
        "by japicmp");
    assertTrue(seen.compareTo(listed) <= 0);
  }

  private static Map<String, String> with(String type, String text) {
    Map<String, String> all = new HashMap<>(BASE);
    all.put(type, text);
    return all;
  }

  private static Set<String> surface(Path classes) throws IOException {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      return Surface.of(classes, loader);
    }
  }

  private static Path compile(String name, Map<String, String> types) throws IOException {
    Path sources = folder.resolve(name + "-source");
    Path classes = Files.createDirectories(folder.resolve(name));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    Files.createDirectories(sources);
    Path module = sources.resolve("module-info.java");
    Files.writeString(module, "module a { exports a.spi; exports a.other; }");
    arguments.add(module.toString());
    for (Map.Entry<String, String> t : types.entrySet()) {
      Path file = sources.resolve(t.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      String inPackage = t.getKey().substring(0, t.getKey().lastIndexOf('.'));
      Files.writeString(file, "package " + inPackage + "; " + t.getValue());
      arguments.add(file.toString());
    }
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    int code = javac.run(System.out, System.err, arguments.toArray(String[]::new));
    assertEquals(0, code, "the compiler's exit code");
    return classes;
  }
}
