package org.tweedie.cli;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.error.Suggestion;

/** The name that was probably meant, for the end of a sentence. */
final class Nearest {
  private Nearest() {}

  /** For example {@code " (did you mean 'steps'?)"}; empty if nothing is near. */
  static String hint(String given, Collection<String> names) {
    return of(given, names).map(s -> " (did you mean '" + s + "'?)").orElse("");
  }

  /** The nearest name, unless it takes imagination to see why. */
  static Optional<String> of(String given, Collection<String> names) {
    return Suggestion.nearest(given, names)
        .filter(s -> s.startsWith(given) || s.endsWith("." + given) || shares(given, s));
  }

  /** True if at most a third of the letters are others, wherever they stand; hyphens aside. */
  private static boolean shares(String a, String b) {
    String given = letters(a);
    String name = letters(b);
    Map<Character, Integer> left = new HashMap<>();
    name.chars().forEach(c -> left.merge((char) c, 1, Integer::sum));
    int common = 0;
    for (char c : given.toCharArray()) {
      if (left.merge(c, -1, Integer::sum) >= 0) {
        common++;
      }
    }
    int other = Math.max(given.length(), name.length()) - common;
    return other <= Math.max(1, given.length() / 3);
  }

  private static String letters(String name) {
    return name.replaceAll("[^\\p{L}\\p{N}]", "");
  }
}
