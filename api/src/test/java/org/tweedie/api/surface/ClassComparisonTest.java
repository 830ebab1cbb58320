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
          "a.spi.Ability",
          "public interface Ability {}",
          "a.spi.Scaling",
          "public interface Scaling extends Ability { double scale(); }",
          "a.spi.Card",
          "public final class Card { private Card() {} public int n() { return 1; }"
              + " public static Card of() { return new Card(); } }",
          "a.other.Source",
          "public interface Source { double next(); }",
          "a.other.Value",
          "public record Value(int n) { public static final int ZERO = 0; }",
          "a.other.Kind",
          "public enum Kind { ONE, TWO }");

  private static Release release;
  private static Path before;

  @BeforeAll
  static void prepare() throws IOException {
    release = Release.newest();
    before = compile(BASE);
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
        // The bootstrap loader as parent: the platform's would find the classes of now.
        URLClassLoader loader =
            new URLClassLoader(new URL[] {release.jar().toUri().toURL()}, null)) {
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
        // What the api is to grow by, and no plug-in is to notice.
        "MINOR | MINOR | a.spi.Service  | int f(int x);     | int f(int x); default void k() {}",
        "MINOR | MINOR | a.spi.Service  | int f(int x);     | int f(int x); static void k() {}",
        "MINOR | MINOR | a.spi.Scaling  | double scale();   | double scale(); default void k() {}",
        "MINOR | MINOR | a.spi.Card     | private Card() {} | private Card() {} public void k() {}",
        "MINOR | MINOR | a.spi.Card     | private Card() {} | private Card() {} public Card k() { return this; }",
        "MINOR | MINOR | a.spi.Card     | private Card() {} | private Card() {} public static void of(int k) {}",
        "PATCH | PATCH | a.spi.Card     | private Card() {} | private Card() {} private void k() {}",
        // What breaks those who implement or call.
        "MAJOR | MAJOR | a.spi.Scaling  | double scale();   | double scale(); int k();",
        "MAJOR | MAJOR | a.spi.Card     | public int n()    | public long n()",
        "MAJOR | MAJOR | a.spi.Card     | public int n()    | private int n()",
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
        // japicmp overlooks constants and nested types; with the listing they are seen.
        "MINOR | PATCH | a.spi.Card     | private Card() {} | private Card() {} public static class K {}",
        "MAJOR | PATCH | a.other.Value  | public static     | private static",
        "MINOR | PATCH | a.other.Kind   | ONE, TWO          | ONE, TWO, THREE",
      })
  void agreesOnKindsOfChange(Bump listed, Bump seen, String type, String from, String to)
      throws IOException {
    String text = BASE.get(type).replace(from, to);
    assertNotEquals(BASE.get(type), text);
    Path after = compile(with(type, text));
    assertEquals(listed, Bump.between(surface(before), surface(after)), "by the listing");
    assertEquals(
        seen,
        ClassComparison.between(
            ClassComparison.jar(before), ClassComparison.jar(after), Set.of("a.spi", "a.other")),
        "by japicmp");
    assertTrue(seen.compareTo(listed) <= 0);
  }

  /** A new type breaks nobody, whatever must be implemented by those who choose to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.spi.Fresh   | public interface Fresh extends Ability { double f(); }",
        "a.spi.Fresh   | public interface Fresh extends Scaling { double f(); }",
        "a.spi.Fresh   | public final class Fresh { public int f() { return 1; } }",
        "a.other.Fresh | public enum Fresh { ONE }",
      })
  void aNewTypeIsMinor(String type, String text) throws IOException {
    Path after = compile(with(type, text));
    assertEquals(Bump.MINOR, Bump.between(surface(before), surface(after)), "by the listing");
    assertEquals(
        Bump.MINOR,
        ClassComparison.between(
            ClassComparison.jar(before), ClassComparison.jar(after), Set.of("a.spi", "a.other")),
        "by japicmp");
    assertEquals(Bump.MAJOR, Bump.between(surface(after), surface(before)), "if it goes away");
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

  private static Path compile(Map<String, String> types) throws IOException {
    Path sources = Files.createTempDirectory(folder, "sources");
    Path classes = Files.createTempDirectory(folder, "classes");
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
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
