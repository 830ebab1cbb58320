package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The api may grow by a minor version: a capability, an accessor of what an entry point is given, a
 * field of a data type, a default method. Here it does, and a plug-in and a program that were built
 * for 1.0 run on it as they did. The sources of both and of a plug-in for 1.1 are under {@code
 * src/test/resources/growth}.
 */
class GrowthTest {
  private static final Path SOURCES = Path.of("src/test/resources/growth");
  private static final Path API = Path.of("../api/src/main/java");
  private static final Path RELEASED = Path.of("../api/released/1.0.0.jar");

  @TempDir static Path work;
  private static Path first;
  private static Path grown;
  private static Path program;
  private static Path plugins;

  @BeforeAll
  static void build() throws IOException {
    PluginJars jars = new PluginJars(work);
    // Frozen classes carry no version; a released jar does.
    first = jars.versioned(jars.unpacked(RELEASED), "1.0.0");
    grown = jars.versioned(jars.compile(List.of(), grownApi()), "1.1.0");
    plugins = work.resolve("plugins");
    jars.build(plugins.resolve("old/p.jar"), List.of(first), SOURCES.resolve("plugin"));
    jars.build(plugins.resolve("newer/p.jar"), List.of(grown), SOURCES.resolve("newer"));
    program = jars.compile(pathWith(first), SOURCES.resolve("program"));
  }

  /** The api's sources with what a minor version may add. */
  private static Path grownApi() throws IOException {
    Path sources = work.resolve("api-1.1");
    try (Stream<Path> all = Files.walk(API)) {
      for (Path p : (Iterable<Path>) all::iterator) {
        Files.createDirectories(sources.resolve(API.relativize(p)).getParent());
        if (Files.isRegularFile(p)) {
          Files.copy(p, sources.resolve(API.relativize(p)));
        }
      }
    }
    Path spi = sources.resolve("org/tweedie/api/spi");
    Files.writeString(
        spi.resolve("prior/Novel.java"),
        """
        package org.tweedie.api.spi.prior;
        /** A capability that 1.0 had not heard of. */
        public interface Novel extends org.tweedie.api.spi.Capability { String name(); }
        """);
    Map<String, String> members = new LinkedHashMap<>();
    // Arguments of entry points.
    members.put(
        "operator/Preparation", "public Optional<Field> geometry() { return Optional.empty(); }");
    members.put("Context", "public String device() { return \"cpu\"; }");
    // A field of a data type, as a member of its own and of its builder.
    members.put(
        "operator/Measurement",
        """
        private String label = "";
        public Measurement withLabel(String text) {
          Measurement m = withFindings(List.of());
          m.label = text;
          return m;
        }
        public String label() { return label; }
        """);
    members.put(
        "prior/PriorCard",
        """
        private String architecture = "";
        public String architecture() { return architecture; }
        """);
    // Default methods of what plug-ins and what the engine implement.
    members.put("sampler/Kernel", "default String phase(State state) { return \"all\"; }");
    members.put("sampler/Bench", "default String hint(String name) { return \"none\"; }");
    members.put("operator/ForwardOperator", "default boolean deterministic() { return true; }");
    for (Map.Entry<String, String> e : members.entrySet()) {
      Path file = spi.resolve(e.getKey() + ".java");
      String s = Files.readString(file);
      int end = s.lastIndexOf('}');
      Files.writeString(file, s.substring(0, end) + e.getValue() + "}\n");
    }
    Path card = spi.resolve("prior/PriorCard.java");
    String s = Files.readString(card);
    String made = "return new PriorCard(this);\n    }";
    assertTrue(s.contains(made), "the builder of PriorCard has changed: mend this test");
    Files.writeString(
        card,
        s.replace(
            made,
            """
            PriorCard c = new PriorCard(this);
            c.architecture = architecture;
            return c;
            }
            private String architecture = "";
            public Builder architecture(String text) { architecture = text; return this; }
            """));
    return sources;
  }

  /** The modules of this test, with another api. */
  private static List<Path> pathWith(Path api) {
    Map<String, Path> modules = ModulePath.modules();
    modules.put("org.tweedie.api", api);
    return List.copyOf(modules.values());
  }

  /** Runs the program on an api; what it printed, line by line. */
  private static List<String> run(Path api) throws IOException, InterruptedException {
    List<Path> path = new ArrayList<>(pathWith(api));
    path.add(program);
    Path out = Files.createTempFile(work, "out", ".txt");
    Process p =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--module-path",
                ModulePath.joined(path),
                "--module",
                "growth.program/growth.program.Main",
                plugins.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = p.waitFor(2, TimeUnit.MINUTES);
    p.destroyForcibly();
    List<String> lines = Files.readAllLines(out);
    assertTrue(ended, "not at its end: " + lines);
    assertEquals(0, p.exitValue(), String.join("\n", lines));
    return lines;
  }

  private static List<String> those(List<String> lines, String beginning) {
    return lines.stream().filter(l -> l.startsWith(beginning)).toList();
  }

  @Test
  void aPluginForOnePointZeroRunsOnALaterMinorVersionToTheBit() throws Exception {
    List<String> before = run(first);
    List<String> after = run(grown);
    assertEquals(List.of("api 1.0.0"), those(before, "api "));
    assertEquals(List.of("api 1.1.0"), those(after, "api "));

    List<String> old = List.of("found grown.gain", "found grown.prior", "found grown.walk");
    assertEquals(old, those(before, "found "));
    // One for 1.1 needs what 1.0 has not, and says so before any of its code runs.
    assertEquals(
        List.of(
            "rejected plug-in newer, growth.newer: compiled against org.tweedie.api 1.1.0, and this"
                + " program has 1.0.0; get a version of the plug-in for org.tweedie.api 1.0, or"
                + " update the program [INCOMPATIBLE_API]"),
        those(before, "rejected "));

    assertEquals(List.of(), those(after, "rejected "));
    assertEquals(old, those(after, "found grown"));
    assertEquals(
        List.of("found newer.identity", "found newer.prior", "found newer.asking"),
        those(after, "found newer"));

    List<String> samples = those(before, "samples of grown.walk");
    assertEquals(1, samples.size());
    // Three samples of eight floats.
    assertEquals("samples of grown.walk ".length() + 3 * 8 * 8, samples.get(0).length());
    assertEquals(samples, those(after, "samples of grown.walk"));
    // Old and new together: what is new in the new one checks what the old one answers.
    assertEquals(1, those(after, "samples of newer.asking").size());
  }
}
