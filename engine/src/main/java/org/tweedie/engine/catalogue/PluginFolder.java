package org.tweedie.engine.catalogue;

import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tweedie.api.spi.Provider;
import org.tweedie.engine.catalogue.Rejected.Code;

/**
 * One folder of a plug-in directory, made a module layer of its own above this program's.
 *
 * <p>The folder's modules come before the program's, so that a plug-in that brings its own version
 * of a library gets it. Copies of the program's own modules are hidden: with a second api in the
 * layer the plug-in's providers would implement interfaces that nobody asks for.
 */
final class PluginFolder {
  private static final String API = "org.tweedie.api";
  private static final String OWN = "org.tweedie.";

  private final Path folder;
  private final Set<String> services;

  /**
   * @param folder where the jars are
   * @param services the service interfaces that make a module worth loading
   */
  PluginFolder(Path folder, Set<String> services) {
    this.folder = folder;
    this.services = services;
  }

  /** The layer, checked as far as that can be done without running the plug-in's code. */
  ModuleLayer layer() throws Refusal {
    ModuleLayer parent = PluginFolder.class.getModule().getLayer();
    if (parent == null) {
      throw new Refusal(
          Code.MISSING_DEPENDENCY,
          null,
          "this program runs on the class path, where there are no module layers",
          "put the plug-in on the class path, or start the program on the module path");
    }
    Map<String, ModuleReference> modules = modules();
    for (ModuleReference m : modules.values()) {
      refuseApi(m.descriptor());
    }
    modules.keySet().removeIf(n -> n.startsWith(OWN) && parent.findModule(n).isPresent());
    Set<String> roots = roots(modules);
    for (String root : roots) {
      Handshake.check(modules.get(root).descriptor());
    }
    return define(parent, new Finder(modules), roots);
  }

  private Map<String, ModuleReference> modules() throws Refusal {
    Map<String, ModuleReference> modules = new HashMap<>();
    for (Path jar : jars()) {
      for (ModuleReference m : read(jar)) {
        String name = m.descriptor().name();
        if (modules.put(name, m) != null) {
          throw new Refusal(
              Code.INVALID_MODULE,
              name,
              "the module " + name + " is there twice",
              "keep one of its jars");
        }
      }
    }
    if (modules.values().stream().allMatch(m -> m.descriptor().isAutomatic())) {
      throw new Refusal(
          Code.NO_MODULE,
          null,
          "the folder holds no jar with a module descriptor",
          "put the plug-in's modular jar and its dependencies into the folder itself");
    }
    return modules;
  }

  private List<Path> jars() throws Refusal {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      throw new Refusal(
          Code.CORRUPT_JAR, null, "the folder cannot be read: " + e, "check its permissions");
    }
    jars.sort(null);
    return jars;
  }

  private static Set<ModuleReference> read(Path jar) throws Refusal {
    try {
      return ModuleFinder.of(jar).findAll();
    } catch (FindException e) {
      boolean unreadable = e.getCause() instanceof IOException;
      throw new Refusal(
          unreadable ? Code.CORRUPT_JAR : Code.INVALID_MODULE,
          jar.getFileName().toString(),
          (unreadable ? "the jar cannot be read: " : "the jar is not a usable module: ")
              + reason(e),
          unreadable
              ? "download or build it again"
              : "give it a module descriptor that this Java can read");
    }
  }

  private static void refuseApi(ModuleDescriptor m) throws Refusal {
    Set<String> api = Provider.class.getModule().getDescriptor().packages();
    boolean copies = m.packages().stream().anyMatch(api::contains);
    if (m.name().equals(API) || copies) {
      throw new Refusal(
          Code.BUNDLED_API,
          m.name(),
          "the folder holds a copy of Tweedie's api",
          "leave tweedie-api out of the plug-in: the program has it (scope 'provided')");
    }
  }

  private Set<String> roots(Map<String, ModuleReference> modules) throws Refusal {
    Set<String> roots =
        modules.values().stream()
            .map(ModuleReference::descriptor)
            .filter(d -> d.provides().stream().anyMatch(p -> services.contains(p.service())))
            .map(ModuleDescriptor::name)
            .collect(Collectors.toSet());
    if (roots.isEmpty()) {
      throw new Refusal(
          Code.NO_PROVIDER,
          null,
          "none of its modules provides an operator, a prior, a sampler or a command",
          "declare the provider in module-info.java: provides … with …");
    }
    return roots;
  }

  private static ModuleLayer define(ModuleLayer parent, ModuleFinder finder, Set<String> roots)
      throws Refusal {
    try {
      Configuration c = parent.configuration().resolveAndBind(finder, ModuleFinder.of(), roots);
      return parent.defineModulesWithOneLoader(c, PluginFolder.class.getClassLoader());
    } catch (FindException e) {
      // The one failure to find that is left: every module of the folder has been read.
      String why = reason(e);
      boolean platform = why.startsWith("Module java.") || why.startsWith("Module jdk.");
      throw new Refusal(
          Code.MISSING_DEPENDENCY,
          null,
          why,
          platform
              ? "use a runtime that has this module of Java"
              : "put the missing module's jar into the folder");
    } catch (ResolutionException | LayerInstantiationException e) {
      String why = reason(e);
      boolean split = why.toLowerCase(java.util.Locale.ROOT).contains("package");
      throw new Refusal(
          split ? Code.SPLIT_PACKAGE : Code.INVALID_MODULE,
          null,
          why,
          split
              ? "rename the package, or remove one of the two jars"
              : "mend the modules' descriptors");
    }
  }

  private static String reason(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return e.getCause() == null ? message : message + " (" + e.getCause().getMessage() + ")";
  }

  /**
   * The modules that were read, and no others.
   *
   * @param modules by name
   */
  private record Finder(Map<String, ModuleReference> modules) implements ModuleFinder {
    @Override
    public Optional<ModuleReference> find(String name) {
      return Optional.ofNullable(modules.get(name));
    }

    @Override
    public Set<ModuleReference> findAll() {
      return new HashSet<>(modules.values());
    }
  }
}
