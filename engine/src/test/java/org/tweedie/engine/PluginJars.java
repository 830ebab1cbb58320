package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles plug-ins and packs them into jars, as their authors would. */
public final class PluginJars {
  private final Path work;
  private int count;

  /** With a folder to work in. */
  public PluginJars(Path work) {
    this.work = work;
  }

  /** Where the api that this test runs on lies. */
  public static Path api() {
    return ModulePath.modules().get("org.tweedie.api");
  }

  /**
   * A modular jar.
   *
   * @param jar where to
   * @param modulePath what to compile against
   * @param sources by path, for example "module-info.java"
   */
  public Path build(Path jar, List<Path> modulePath, Map<String, String> sources)
      throws IOException {
    Path src = Files.createDirectories(work.resolve("src" + count++));
    for (Map.Entry<String, String> e : sources.entrySet()) {
      Path file = src.resolve(e.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, e.getValue());
    }
    return build(jar, modulePath, src);
  }

  /** A modular jar of the sources in a folder. */
  public Path build(Path jar, List<Path> modulePath, Path sources) throws IOException {
    Path classes = compile(modulePath, sources);
    Files.createDirectories(jar.getParent());
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  /** The classes of the sources in a folder. */
  public Path compile(List<Path> modulePath, Path sources) throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes" + count++));
    List<String> args = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    args.add("--module-path");
    args.add(ModulePath.joined(modulePath));
    try (Stream<Path> all = Files.walk(sources)) {
      all.filter(p -> p.toString().endsWith(".java")).map(Path::toString).forEach(args::add);
    }
    run("javac", args);
    return classes;
  }

  /** The api as a jar that says it has another version. */
  public Path apiOfVersion(String version) throws IOException {
    return versioned(apiClasses(), version);
  }

  /** Classes as a jar that says it has a version. */
  public Path versioned(Path classes, String version) throws IOException {
    Path jar = work.resolve("api-" + version + ".jar");
    run(
        "jar",
        List.of(
            "--create",
            "--file",
            jar.toString(),
            "--module-version",
            version,
            "-C",
            classes.toString(),
            "."));
    return jar;
  }

  /** The classes of the api in a folder: where they lie is a jar once it has been packaged. */
  public Path apiClasses() throws IOException {
    return Files.isDirectory(api()) ? api() : unpacked(api());
  }

  /** The content of a jar in a folder. */
  public Path unpacked(Path file) throws IOException {
    Path folder = work.resolve("content" + count++);
    try (FileSystem jar = FileSystems.newFileSystem(file);
        Stream<Path> all = Files.walk(jar.getPath("/"))) {
      for (Path p : (Iterable<Path>) all::iterator) {
        Path target = folder.resolve(jar.getPath("/").relativize(p).toString());
        if (Files.isDirectory(p)) {
          Files.createDirectories(target);
        } else {
          Files.copy(p, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return folder;
  }

  private static void run(String tool, List<String> args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    int code =
        ToolProvider.findFirst(tool).orElseThrow().run(writer, writer, args.toArray(new String[0]));
    assertEquals(0, code, tool + ": " + out);
  }
}
