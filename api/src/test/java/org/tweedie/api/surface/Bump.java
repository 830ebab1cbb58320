package org.tweedie.api.surface;

import java.util.Collection;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The step in the version that a change of the surface needs. */
enum Bump {
  /** No change of the surface. */
  PATCH,
  /** Something was added that nobody has to implement. */
  MINOR,
  /** Something went away or changed, or plug-ins must implement something new. */
  MAJOR;

  /**
   * The step from one surface to another. An abstract method added to an interface or an abstract
   * class of an {@code spi} package breaks every plug-in; so does one anywhere that is not sealed,
   * but only {@code spi} types are meant to be implemented.
   */
  static Bump between(Set<String> released, Set<String> now) {
    if (!now.containsAll(released)) {
      return MAJOR;
    }
    SortedSet<String> added = new TreeSet<>(now);
    added.removeAll(released);
    boolean breaksImplementers =
        added.stream()
            .anyMatch(l -> l.contains(".spi.") && isAbstract(l) && typeExisted(l, released));
    return added.isEmpty() ? PATCH : breaksImplementers ? MAJOR : MINOR;
  }

  /** The smallest version allowed after a release: for example 1.3.0 after 1.2.5 with MINOR. */
  int[] apply(int[] v) {
    return switch (this) {
      case PATCH -> v.clone();
      case MINOR -> new int[] {v[0], v[1] + 1, 0};
      case MAJOR -> new int[] {v[0] + 1, 0, 0};
    };
  }

  private static boolean isAbstract(String line) {
    return line.contains(" . ") && line.contains(" abstract ");
  }

  private static boolean typeExisted(String line, Collection<String> released) {
    String type = line.substring(0, line.indexOf(" . ")) + " : ";
    return released.stream().anyMatch(r -> r.startsWith(type));
  }
}
