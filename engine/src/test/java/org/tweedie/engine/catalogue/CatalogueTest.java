package org.tweedie.engine.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tweedie.api.error.UnknownIdException;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.engine.PluginJars;
import org.tweedie.engine.Toys;
import org.tweedie.engine.catalogue.Rejected.Code;

/** Plug-in folders with real jars: one good plug-in beside each kind of bad one. */
class CatalogueTest {
  @TempDir static Path shared;
  private static Path good;

  @TempDir Path work;
  private Path plugins;
  private PluginJars jars;

  @BeforeAll
  static void compileTheGoodPlugin() throws IOException {
    good = new PluginJars(shared).build(shared.resolve("good.jar"), api(), sampler("good"));
  }

  @BeforeEach
  void installTheGoodPlugin() throws IOException {
    plugins = work.resolve("plugins");
    jars = new PluginJars(work);
    Files.createDirectories(plugins.resolve("good"));
    Files.copy(good, plugins.resolve("good/good.jar"));
  }

  private static List<Path> api() {
    return List.of(PluginJars.api());
  }

  /** Sources of a module with one sampler provider. */
  private static Map<String, String> sampler(
      String module, String id, String directives, String constructorBody) {
    Map<String, String> sources = new HashMap<>();
    sources.put(
        "module-info.java",
        "module "
            + module
            + " { requires org.tweedie.api; "
            + directives
            + " provides org.tweedie.api.spi.SamplerProvider with "
            + module
            + ".P; }");
    sources.put(
        module.replace('.', '/') + "/P.java",
        """
        package %s;
        import java.util.List;
        import org.tweedie.api.option.*;
        import org.tweedie.api.spi.*;
        import org.tweedie.api.spi.sampler.Sampler;
        public class P implements SamplerProvider {
          public P() { %s }
          public String id() { return "%s"; }
          public String title() { return "a plug-in"; }
          public List<OptionSpec> options() { return List.of(); }
          public List<Citation> references() { return List.of(); }
          public Sampler create(Context context) { throw new UnsupportedOperationException(); }
        }
        """
            .formatted(module, constructorBody, id));
    return sources;
  }

  private static Map<String, String> sampler(String module) {
    return sampler(module, module, "", "");
  }

  /** Sources of a library with one class whose method returns a text. */
  private static Map<String, String> library(String module, String pkg, String text) {
    Map<String, String> sources = new HashMap<>();
    sources.put("module-info.java", "module " + module + " { exports " + pkg + "; }");
    sources.put(
        pkg.replace('.', '/') + "/Lib.java",
        "package %s; public class Lib { public static String text() { return \"%s\"; } }"
            .formatted(pkg, text));
    return sources;
  }

  /** Loads, checks that only the folder "bad" is refused and "good" works, returns the refusal. */
  private Rejected onlyBadIsRefused(Code code) {
    Catalogue c = Catalogue.load(plugins);
    assertEquals("good", c.find("good").id());
    assertEquals(1, c.rejected().size(), c.rejected().toString());
    Rejected r = c.rejected().get(0);
    assertEquals(code, r.code(), r.toString());
    assertEquals(Optional.of(plugins.resolve("bad")), r.origin());
    assertTrue(c.found().stream().noneMatch(f -> f.origin().equals(r.origin())));
    return r;
  }

  private static void assertSays(Rejected r, String... parts) {
    for (String p : parts) {
      assertTrue(r.toString().contains(p), r.toString());
    }
  }

  @Test
  void findsAPluginWithItsOrigin() {
    Catalogue c = Catalogue.load(plugins);
    Found f = c.find("good");
    assertEquals(Kind.SAMPLER, f.kind());
    assertEquals("good", f.module());
    assertEquals(Optional.of(plugins.resolve("good")), f.origin());
    assertEquals("a plug-in", f.title());
    assertEquals(List.of(), c.rejected());
    SamplerProvider p = c.sampler("good");
    assertTrue(p.getClass().getModule().getLayer() != ModuleLayer.boot());
  }

  @Test
  void aDirectoryThatDoesNotExistHoldsNoPlugins() {
    assertEquals(Catalogue.load().found(), Catalogue.load(work.resolve("nowhere")).found());
  }

  @Test
  void refusesAnIncompatibleApiBeforeItsCodeRuns() throws IOException {
    for (String version : List.of("2.0.0", "1.1.0", "0.9.0")) {
      jars.build(
          plugins.resolve("bad/bad.jar"),
          List.of(jars.apiOfVersion(version)),
          sampler("bad", "bad", "", "System.setProperty(\"bad.plugin.ran\", \"true\");"));
      assertSays(onlyBadIsRefused(Code.INCOMPATIBLE_API), version, "org.tweedie.api 1.0");
      assertEquals(null, System.getProperty("bad.plugin.ran"));
    }
  }

  @Test
  void acceptsAnApiThatDiffersInThePatchOnly() throws IOException {
    jars.build(
        plugins.resolve("patch/p.jar"), List.of(jars.apiOfVersion("1.0.9")), sampler("patch"));
    assertEquals(List.of(), Catalogue.load(plugins).rejected());
  }

  @Test
  void refusesAMissingDependency() throws IOException {
    Path lib = jars.build(work.resolve("lib.jar"), api(), library("lib", "lib", "1"));
    jars.build(
        plugins.resolve("bad/bad.jar"),
        List.of(PluginJars.api(), lib),
        sampler("bad", "bad", "requires lib;", "lib.Lib.text();"));
    assertSays(onlyBadIsRefused(Code.MISSING_DEPENDENCY), "lib", "bad");
  }

  @Test
  void refusesASplitPackage() throws IOException {
    Path one = jars.build(plugins.resolve("bad/one.jar"), api(), library("one", "shared", "1"));
    Map<String, String> two = library("two", "shared", "2");
    Path second = jars.build(plugins.resolve("bad/two.jar"), api(), two);
    Map<String, String> bad = sampler("bad", "bad", "requires one;", "shared.Lib.text();");
    jars.build(plugins.resolve("bad/bad.jar"), List.of(PluginJars.api(), one), bad);
    // Compiles against one of them; with both in the folder, one package has two homes.
    bad.put("module-info.java", bad.get("module-info.java").replace("one;", "one; requires two;"));
    Files.delete(plugins.resolve("bad/bad.jar"));
    Path other = jars.build(work.resolve("two.jar"), api(), library("two", "elsewhere", "2"));
    jars.build(plugins.resolve("bad/bad.jar"), List.of(PluginJars.api(), one, other), bad);
    assertTrue(Files.exists(second));
    assertSays(onlyBadIsRefused(Code.SPLIT_PACKAGE), "shared");
  }

  @Test
  void refusesADuplicateIdAndNamesBothModules() throws IOException {
    jars.build(plugins.resolve("bad/bad.jar"), api(), sampler("bad", "other", "", ""));
    jars.build(plugins.resolve("aaa/first.jar"), api(), sampler("first", "other", "", ""));
    assertSays(
        onlyBadIsRefused(Code.DUPLICATE_ID),
        "'other'",
        "module bad",
        "module first in plug-in aaa");
  }

  @Test
  void refusesAProviderThatThrowsInItsConstructor() throws IOException {
    jars.build(
        plugins.resolve("bad/bad.jar"),
        api(),
        sampler("bad", "bad", "", "if (true) throw new IllegalStateException(\"no licence\");"));
    assertSays(onlyBadIsRefused(Code.PROVIDER_FAILED), "bad.P", "no licence");
  }

  @Test
  void refusesABundledApi() throws IOException {
    jars.build(plugins.resolve("bad/bad.jar"), api(), sampler("bad"));
    Files.copy(jars.apiOfVersion("1.0.0"), plugins.resolve("bad/api.jar"));
    assertSays(onlyBadIsRefused(Code.BUNDLED_API), "org.tweedie.api", "leave tweedie-api out");
  }

  @Test
  void refusesAnApiThatIsPackedIntoThePluginsOwnJar() throws IOException {
    Map<String, String> sources = sampler("bad");
    Path jar = jars.build(plugins.resolve("bad/bad.jar"), api(), sources);
    java.util.spi.ToolProvider.findFirst("jar")
        .orElseThrow()
        .run(
            System.out,
            System.err,
            "--update",
            "--file",
            jar.toString(),
            "-C",
            jars.apiClasses().toString(),
            "org/tweedie/api/field");
    assertSays(onlyBadIsRefused(Code.BUNDLED_API), "bad");
  }

  @Test
  void refusesACorruptJar() throws IOException {
    Path bad = jars.build(plugins.resolve("bad/bad.jar"), api(), sampler("bad"));
    byte[] bytes = Files.readAllBytes(bad);
    Files.write(bad, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertSays(onlyBadIsRefused(Code.CORRUPT_JAR), "bad.jar");
    Files.write(bad, new byte[0]);
    assertSays(onlyBadIsRefused(Code.CORRUPT_JAR), "bad.jar");
  }

  @Test
  void refusesAFolderWithoutAModule() throws IOException {
    Files.createDirectories(plugins.resolve("bad"));
    onlyBadIsRefused(Code.NO_MODULE);
    Files.writeString(plugins.resolve("bad/README.txt"), "hello");
    onlyBadIsRefused(Code.NO_MODULE);
    // A plain jar is no module either.
    Map<String, String> plain = library("plain", "plain", "1");
    plain.remove("module-info.java");
    jars.build(plugins.resolve("bad/plain.jar"), api(), plain);
    onlyBadIsRefused(Code.NO_MODULE);
  }

  @Test
  void refusesModulesWithoutAProvider() throws IOException {
    jars.build(plugins.resolve("bad/bad.jar"), api(), library("bad", "bad", "1"));
    onlyBadIsRefused(Code.NO_PROVIDER);
  }

  @Test
  void refusesAJarThatLiesBesideTheFolders() throws IOException {
    Path loose = plugins.resolve("loose.jar");
    jars.build(loose, api(), sampler("loose"));
    List<Rejected> r = Catalogue.load(plugins).rejected();
    assertEquals(1, r.size());
    assertEquals(Optional.of(loose), r.get(0).origin());
    assertSays(r.get(0), "folder of its own");
  }

  @Test
  void pluginsWithDifferentVersionsOfALibraryGetTheirOwn() throws IOException {
    for (String v : List.of("one", "two")) {
      Path lib = jars.build(plugins.resolve(v + "/lib.jar"), api(), library("lib", "lib", v));
      Map<String, String> p = sampler("plugin." + v, v, "requires lib;", "");
      String source = "plugin/" + v + "/P.java";
      p.put(source, p.get(source).replace("\"a plug-in\"", "lib.Lib.text()"));
      jars.build(plugins.resolve(v + "/p.jar"), List.of(PluginJars.api(), lib), p);
    }
    Catalogue c = Catalogue.load(plugins);
    assertEquals(List.of(), c.rejected());
    assertEquals("one", c.find("one").title());
    assertEquals("two", c.find("two").title());
  }

  @Test
  void aPluginMayBringACopyOfALibraryThatTheProgramHas() throws IOException {
    // The program has JUnit; the plug-in brings a module of the same name and package.
    Path lib =
        jars.build(
            plugins.resolve("own/lib.jar"),
            api(),
            library("org.opentest4j", "org.opentest4j", "mine"));
    Map<String, String> p = sampler("own", "own", "requires org.opentest4j;", "");
    p.put("own/P.java", p.get("own/P.java").replace("\"a plug-in\"", "org.opentest4j.Lib.text()"));
    jars.build(plugins.resolve("own/p.jar"), List.of(PluginJars.api(), lib), p);
    Catalogue c = Catalogue.load(plugins);
    assertEquals(List.of(), c.rejected());
    assertEquals("mine", c.find("own").title());
  }

  @Test
  void unknownIdsNameTheNearestOfTheirKind() {
    Catalogue c = Catalogue.of(new Toys.Operator(), new Toys.Gaussian(), new Toys.Plain());
    List<String> messages = new ArrayList<>();
    messages.add(assertThrows(UnknownIdException.class, () -> c.sampler("toy.plian")).getMessage());
    messages.add(assertThrows(UnknownIdException.class, () -> c.prior("gaussian")).getMessage());
    assertTrue(messages.get(0).contains("did you mean 'toy.plain'?"), messages.get(0));
    assertTrue(messages.get(1).contains("did you mean 'toy.gaussian'?"), messages.get(1));
    // Of another kind is unknown, too.
    assertThrows(UnknownIdException.class, () -> c.operator("toy.plain"));
    assertEquals(
        List.of("toy.diagonal", "toy.gaussian", "toy.plain"),
        c.found().stream().map(Found::id).toList());
  }

  @Test
  void aClashWithinAProgramKeepsTheFirst() {
    Catalogue c = Catalogue.of(new Toys.Plain(), new Toys.Plain());
    assertEquals(1, c.found().size());
    assertEquals(Code.DUPLICATE_ID, c.rejected().get(0).code());
  }

  /** Sources of a module that declares a family of samplers by one line. */
  private static Map<String, String> family(String module, String... providers) {
    Map<String, String> sources = sampler(module);
    String file = module + "/P.java";
    sources.put(
        "module-info.java",
        "module "
            + module
            + " { requires org.tweedie.api; provides org.tweedie.api.spi.ProviderSource with "
            + module
            + ".Family; }");
    // What makes one of the family: its id is given, and may be none.
    sources.put(
        file,
        sources
            .get(file)
            .replace("public P() {  }", "private final String id; P(String id) { this.id = id; }")
            .replace("return \"" + module + "\"; }", "return id.strip(); }"));
    sources.put(
        module + "/Family.java",
        """
        package %s;
        import java.util.*;
        import org.tweedie.api.spi.*;
        public class Family implements ProviderSource {
          public List<? extends Provider> providers() { return Arrays.asList(%s); }
        }
        """
            .formatted(module, String.join(", ", providers)));
    return sources;
  }

  private static String member(String id) {
    return "new P(" + id + ")";
  }

  @Test
  void aFamilyIsDeclaredByOneLine() throws IOException {
    jars.build(
        plugins.resolve("family/f.jar"),
        api(),
        family("family", member("\"one\""), member("\"two\""), member("\"three\"")));
    Catalogue c = Catalogue.load(plugins);
    assertEquals(List.of(), c.rejected());
    for (String id : List.of("one", "two", "three")) {
      assertEquals("family", c.find(id).module());
      assertEquals(Optional.of(plugins.resolve("family")), c.find(id).origin());
    }
  }

  @Test
  void oneOfAFamilyThatCannotBeUsedIsRefusedAlone() throws IOException {
    jars.build(
        plugins.resolve("family/f.jar"),
        api(),
        family(
            "family",
            member("\"one\""),
            member("\"good\""),
            member("null"),
            "null",
            member("\"one\""),
            member("\"last\"")));
    Catalogue c = Catalogue.load(plugins);
    assertEquals(
        List.of("good", "last", "one"),
        c.found(Kind.SAMPLER).stream().filter(f -> f.origin().isPresent()).map(Found::id).toList());
    // Without an id, nothing at all, taken by a sister; then the folder good finds its id taken.
    assertEquals(
        List.of(Code.PROVIDER_FAILED, Code.PROVIDER_FAILED, Code.DUPLICATE_ID, Code.DUPLICATE_ID),
        c.rejected().stream().map(Rejected::code).toList());
    assertTrue(c.rejected().stream().allMatch(r -> r.origin().isPresent()));
    assertSays(c.rejected().get(2), "'one'", "module family");
    assertSays(c.rejected().get(3), "'good' of module good is taken by module family");
  }

  @Test
  void aFamilyThatFailsAsAWholeIsRefused() throws IOException {
    Map<String, String> bad = family("bad", member("\"one\""));
    bad.put(
        "bad/Family.java",
        bad.get("bad/Family.java").replace("return Arrays", "if (true) throw new Error(\"no\");"));
    bad.put(
        "bad/Family.java",
        bad.get("bad/Family.java").replace(".asList(new P(\"one\"));", "return null;"));
    jars.build(plugins.resolve("bad/bad.jar"), api(), bad);
    assertSays(onlyBadIsRefused(Code.PROVIDER_FAILED), "no");
  }
}
