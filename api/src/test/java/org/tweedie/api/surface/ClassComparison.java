package org.tweedie.api.surface;

import static japicmp.model.JApiCompatibilityChangeType.METHOD_ABSTRACT_ADDED_TO_CLASS;
import static japicmp.model.JApiCompatibilityChangeType.METHOD_ADDED_TO_INTERFACE;
import static japicmp.model.JApiCompatibilityChangeType.METHOD_ADDED_TO_PUBLIC_CLASS;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.cmp.JarArchiveComparatorOptions.OverrideCompatibilityChange;
import japicmp.config.Options;
import japicmp.filter.JavadocLikePackageFilter;
import japicmp.model.JApiCompatibilityChangeType;
import japicmp.model.JApiSemanticVersionLevel;
import japicmp.output.semver.SemverOut;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** The step in the version that japicmp derives from two sets of class files. */
final class ClassComparison {
  private ClassComparison() {}

  /**
   * The step from one jar to another.
   *
   * @param packages the exported packages
   */
  static Bump between(byte[] released, byte[] now, Iterable<String> packages) {
    Bump most = Bump.PATCH;
    for (String p : packages) {
      Bump b = of(released, now, p);
      most = b.compareTo(most) > 0 ? b : most;
    }
    return most;
  }

  private static Bump of(byte[] released, byte[] now, String inPackage) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getFilters().getIncludes().add(new JavadocLikePackageFilter(inPackage, true));
    // By default a patch, as nothing breaks; but who uses the method needs this version.
    raise(options, METHOD_ADDED_TO_PUBLIC_CLASS, JApiSemanticVersionLevel.MINOR);
    if (inPackage.contains(".spi")) {
      // By default minor; but here every plug-in has to implement it.
      raise(options, METHOD_ADDED_TO_INTERFACE, JApiSemanticVersionLevel.MAJOR);
      raise(options, METHOD_ABSTRACT_ADDED_TO_CLASS, JApiSemanticVersionLevel.MAJOR);
    }
    String step =
        new SemverOut(
                Options.newDefault(),
                new JarArchiveComparator(options)
                    .compare(
                        new JApiCmpArchive(released, "released", "1.0.0"),
                        new JApiCmpArchive(now, "now", "1.0.0")))
            .generate();
    return switch (step) {
      case "0.0.0", "0.0.1" -> Bump.PATCH;
      case "0.1.0" -> Bump.MINOR;
      case "1.0.0" -> Bump.MAJOR;
      default -> throw new IllegalStateException("japicmp answers " + step);
    };
  }

  private static void raise(
      JarArchiveComparatorOptions options,
      JApiCompatibilityChangeType change,
      JApiSemanticVersionLevel level) {
    options.addOverrideCompatibilityChange(
        new OverrideCompatibilityChange(
            change, change.isBinaryCompatible(), change.isSourceCompatible(), level));
  }

  /** The class files below a folder as a jar. */
  static byte[] jar(Path classes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(classes)) {
      for (Path f : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(f).toString().replace('\\', '/')));
        Files.copy(f, jar);
      }
    }
    return bytes.toByteArray();
  }
}
