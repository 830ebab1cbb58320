package org.tweedie.api.surface;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public surface of the compiled api as sorted lines of text: every public type with its
 * supertypes and permitted subtypes, and every public or protected member of it.
 */
final class Surface {
  private Surface() {}

  /**
   * The surface of the exported packages of a module.
   *
   * @param classes the root of its class files
   * @param loader a loader that sees them
   */
  static SortedSet<String> of(Path classes, ClassLoader loader) throws IOException {
    Set<String> packages = exported(classes);
    try (Stream<Path> files = Files.walk(classes)) {
      List<String> names =
          files
              .map(f -> classes.relativize(f).toString())
              .filter(f -> f.endsWith(".class") && !f.endsWith("-info.class"))
              .map(f -> f.substring(0, f.length() - 6).replace(java.io.File.separatorChar, '.'))
              .toList();
      SortedSet<String> lines = new TreeSet<>();
      for (String name : names) {
        if (packages.contains(name.substring(0, name.lastIndexOf('.')))) {
          describe(Class.forName(name, false, loader), lines);
        }
      }
      return lines;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The packages that the module descriptor in a folder of class files exports. */
  static Set<String> exported(Path classes) throws IOException {
    try (var in = Files.newInputStream(classes.resolve("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .map(Exports::source)
          .collect(Collectors.toSet());
    }
  }

  private static void describe(Class<?> type, Collection<String> lines) {
    for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
      if (!isOpen(c.getModifiers())) {
        return;
      }
    }
    lines.add(
        type.getName()
            + " : "
            + type.toGenericString()
            + list(" extends ", superclass(type))
            + list(
                " implements ", Arrays.stream(type.getGenericInterfaces()).map(Type::getTypeName))
            + list(
                " permits ",
                type.isSealed()
                    ? Arrays.stream(type.getPermittedSubclasses()).map(Class::getName).sorted()
                    : Stream.of()));
    for (Constructor<?> c : type.getDeclaredConstructors()) {
      add(type, c, lines);
    }
    for (Method m : type.getDeclaredMethods()) {
      if (!m.isSynthetic()) {
        add(type, m, lines);
      }
    }
    for (Field f : type.getDeclaredFields()) {
      if (isOpen(f.getModifiers()) && !f.isSynthetic()) {
        lines.add(type.getName() + " . " + f.toGenericString());
      }
    }
    if (type.isRecord()) {
      lines.add(
          type.getName()
              + " . record ("
              + Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getName)
                  .collect(Collectors.joining(", "))
              + ")");
    }
  }

  private static Stream<String> superclass(Class<?> type) {
    Type s = type.getGenericSuperclass();
    return s == null || s == Object.class ? Stream.of() : Stream.of(s.getTypeName());
  }

  private static String list(String word, Stream<String> names) {
    String joined = names.collect(Collectors.joining(", "));
    return joined.isEmpty() ? "" : word + joined;
  }

  private static void add(Class<?> type, Executable e, Collection<String> lines) {
    if (isOpen(e.getModifiers())) {
      lines.add(type.getName() + " . " + e.toGenericString());
    }
  }

  private static boolean isOpen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }
}
