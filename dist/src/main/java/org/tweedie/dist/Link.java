package org.tweedie.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Links a runtime image with the JDK that runs this class.
 *
 * <p>jlink takes no automatic modules, so a jar without a descriptor gets one first, from a file
 * {@code <module>.java}. Native libraries are kept as plain files in {@code lib/torch}: they are
 * mapped, not unpacked, at start.
 *
 * <p>Arguments, each {@code --name value}:
 *
 * <ul>
 *   <li>{@code --jars}: folder of jars, every one a module
 *   <li>{@code --descriptors}: folder of descriptors for jars that have none
 *   <li>{@code --natives}: folder of jars that hold native libraries; optional
 *   <li>{@code --launcher}: the start script, with {@code @OPTIONS@} to fill in
 *   <li>{@code --files}: folder to copy into the image under its own name; optional
 *   <li>{@code --add-modules}: further root modules, beside Tweedie's own; names after a minus sign
 *       are left out
 *   <li>{@code --jlink}: further options of jlink, separated by commas; optional
 *   <li>{@code --rehearse}: arguments of a run of the program, from which a JDK 25 records what
 *       lets later runs start faster (JEP 483, 515), and others the classes to archive; optional
 *   <li>{@code --image}: folder to write, replaced if it exists
 * </ul>
 */
public final class Link {
  private static final String OURS = "org.tweedie.";

  private final Map<String, String> arguments;
  private final Path work;

  private Link(Map<String, String> arguments) {
    this.arguments = arguments;
    Path image = path("--image");
    this.work = image.resolveSibling(image.getFileName() + ".work");
  }

  /** Links; fails with an exception that says why. */
  public static void main(String[] args) throws IOException {
    Map<String, String> arguments = new TreeMap<>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      arguments.put(args[i], args[i + 1]);
    }
    new Link(arguments).link();
  }

  private void link() throws IOException {
    Path image = path("--image");
    Path linked = work.resolve("image");
    // The unpacked natives outlive the image: they are large and rarely change.
    Path natives = work.resolve("torch");
    if (Files.isDirectory(image.resolve("lib/torch")) && !Files.exists(natives)) {
      Files.createDirectories(work);
      Files.move(image.resolve("lib/torch"), natives);
    }
    delete(image);
    delete(linked);
    Path modules = describe(path("--jars"), path("--descriptors"), work.resolve("modules"));
    jlink(modules, linked);
    writeLauncher(linked);
    if (arguments.containsKey("--files")) {
      copy(path("--files"), linked.resolve(path("--files").normalize().getFileName()));
    }
    if (arguments.containsKey("--natives")) {
      unpackNatives(path("--natives"), natives);
      Files.move(natives, linked.resolve("lib/torch"));
    }
    rehearse(linked);
    // Last and in one step: an image is whole or absent.
    Files.move(linked, image);
    delete(work);
  }

  /** Copies every jar to {@code to}, with a descriptor where it has none and we know one. */
  private static Path describe(Path jars, Path descriptors, Path to) throws IOException {
    delete(to);
    Files.createDirectories(to);
    for (ModuleReference m : ModuleFinder.of(jars).findAll()) {
      Path jar = Path.of(m.location().orElseThrow());
      Path copy = Files.copy(jar, to.resolve(jar.getFileName()));
      String name = m.descriptor().name();
      Path descriptor = descriptors.resolve(name + ".java");
      if (m.descriptor().isAutomatic() && Files.exists(descriptor)) {
        Path source = to.resolve(name);
        Files.createDirectories(source);
        Files.copy(descriptor, source.resolve("module-info.java"));
        tool(
            "javac",
            List.of(
                "--release",
                "17",
                "-Xlint:none",
                "-nowarn",
                "--module-path",
                jars.toString(),
                "--patch-module",
                name + "=" + jar,
                "-d",
                source.resolve("classes").toString(),
                source.resolve("module-info.java").toString()));
        List<String> update = new ArrayList<>(List.of("--update", "--file", copy.toString(), "-C"));
        update.addAll(List.of(source.resolve("classes").toString(), "module-info.class"));
        tool("jar", update);
        delete(source);
      }
    }
    return to;
  }

  private void jlink(Path modules, Path image) {
    TreeSet<String> roots = new TreeSet<>();
    ModuleFinder.of(modules).findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(d -> d.name().startsWith(OURS))
        .map(ModuleDescriptor::name)
        .forEach(roots::add);
    for (String name : arguments.getOrDefault("--add-modules", "").split(",")) {
      if (name.startsWith("-")) {
        roots.remove(name.substring(1));
      } else if (!name.isBlank()) {
        roots.add(name);
      }
    }
    List<String> options =
        new ArrayList<>(
            List.of(
                "--module-path",
                modules.toString(),
                "--add-modules",
                String.join(",", roots),
                "--no-header-files",
                "--no-man-pages",
                // The newer spelling compresses better; 17 knows only the older one.
                "--compress",
                feature() >= 21 ? "zip-6" : "2",
                "--output",
                image.toString()));
    if (arguments.containsKey("--jlink")) {
      options.addAll(List.of(arguments.get("--jlink").split(",")));
    }
    tool("jlink", options);
  }

  private void writeLauncher(Path image) throws IOException {
    List<String> options = new ArrayList<>();
    if (feature() >= 22) {
      // Loading libtorch is meant; without this the JVM warns about it on every run.
      options.add("--enable-native-access=ALL-UNNAMED");
      for (String m : List.of("ai.djl.api", "ai.djl.pytorch_engine", "com.sun.jna")) {
        if (hasModule(image, m)) {
          options.add("--enable-native-access=" + m);
        }
      }
      options.add("--sun-misc-unsafe-memory-access=allow");
    }
    String script = Files.readString(path("--launcher"));
    Path launcher = image.resolve("bin/tweedie");
    Files.writeString(launcher, script.replace("@OPTIONS@", String.join(" ", options)));
    if (!launcher.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + launcher + " executable");
    }
  }

  private static boolean hasModule(Path image, String name) throws IOException {
    return Files.readString(image.resolve("release")).matches("(?s).*[\" ]" + name + "[\" ].*");
  }

  /** Unpacks every native library of the jars that is for this platform, flat, into {@code to}. */
  private static void unpackNatives(Path jars, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path jar : list(jars)) {
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        for (ZipEntry e : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
          Path target = to.resolve(e.getName().substring(e.getName().lastIndexOf('/') + 1));
          if (isNative(e.getName())
              && !(Files.exists(target) && Files.size(target) == e.getSize())) {
            try (InputStream in = zip.getInputStream(e)) {
              Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            }
          }
        }
      }
    }
  }

  /** True for a library of this platform; a jar may hold those of several, and of GPUs. */
  private static boolean isNative(String entry) {
    String os = System.getProperty("os.name").toLowerCase(java.util.Locale.ROOT);
    String family = os.startsWith("mac") ? "osx" : os.startsWith("win") ? "win" : "linux";
    String arch = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    return entry.matches(".*\\.(so|dylib|dll|so\\.[0-9]+)")
        && entry.contains("/" + family + "-" + arch + "/")
        && entry.contains("cpu/");
  }

  /**
   * Runs the program once so that later runs start faster. A JDK 25 keeps the classes as they are
   * when linked and what the compiler wants to know of their methods, in a cache of the program's
   * own; others archive the classes alone.
   */
  private void rehearse(Path image) throws IOException {
    String[] run = arguments.getOrDefault("--rehearse", "list").split(" ");
    if (!arguments.containsKey("--rehearse") || feature() < 25 || !cached(image, run)) {
      archiveClasses(image, run);
    }
  }

  /** True if a cache was made; it takes the place of the JDK's archive. */
  private boolean cached(Path image, String... run) throws IOException {
    Path cache = work.resolve("tweedie.aot");
    start(image, "-XX:AOTCacheOutput=tweedie.aot", run);
    if (!Files.exists(cache)) {
      return false;
    }
    Files.move(cache, image.resolve("lib/server/tweedie.aot"));
    Files.deleteIfExists(image.resolve("lib/server/classes.jsa"));
    return true;
  }

  /**
   * Archives the JDK's usual classes and those that the run loads. The archive takes the place of
   * the JDK's own, where the virtual machine looks for it.
   */
  private void archiveClasses(Path image, String... run) throws IOException {
    Path classes = work.resolve("classes.lst");
    Path archive = work.resolve("classes.jsa");
    // Relative names: the launcher splits its options at spaces.
    start(image, "-XX:DumpLoadedClassList=classes.lst", run);
    Path usual = image.resolve("lib/classlist");
    if (Files.exists(classes) && Files.exists(usual)) {
      Files.write(classes, Files.readAllLines(usual), StandardOpenOption.APPEND);
    }
    start(
        image,
        "-Xshare:dump -XX:SharedClassListFile=classes.lst -XX:SharedArchiveFile=classes.jsa",
        run);
    if (Files.exists(archive)) {
      Files.move(
          archive, image.resolve("lib/server/classes.jsa"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Runs the program with further options for the virtual machine. */
  private void start(Path image, String options, String... program) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.add(0, image.toAbsolutePath().resolve("bin/tweedie").toString());
    ProcessBuilder b = new ProcessBuilder(command);
    b.environment().put("TWEEDIE_JAVA_OPTIONS", options);
    b.directory(work.toFile());
    b.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      b.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void tool(String name, List<String> arguments) {
    ToolProvider tool =
        ToolProvider.findFirst(name)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "this Java installation has no " + name + ": install a JDK, not a JRE"));
    int code = tool.run(System.out, System.err, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new IllegalStateException(
          name + " failed (" + code + "): " + String.join(" ", arguments));
    }
  }

  private static int feature() {
    return Runtime.version().feature();
  }

  private Path path(String argument) {
    String value = arguments.get(argument);
    if (value == null) {
      throw new IllegalArgumentException("missing " + argument + " in " + arguments);
    }
    return Path.of(value);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> s = Files.list(folder)) {
      return s.sorted().collect(Collectors.toList());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> s = Files.walk(from)) {
      for (Path p : (Iterable<Path>) s::iterator) {
        Path target = to.resolve(from.relativize(p).toString());
        if (Files.isDirectory(p)) {
          Files.createDirectories(target);
        } else {
          Files.copy(p, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> s = Files.walk(folder)) {
      Path[] all = s.sorted(Comparator.reverseOrder()).toArray(Path[]::new);
      Arrays.stream(all)
          .forEach(
              p -> {
                try {
                  // jlink writes legal notices read-only; their folder decides, not they.
                  Files.delete(p);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
