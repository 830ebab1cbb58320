package org.tweedie.api.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The nearest of a set of names to one that was mistyped. */
public final class Suggestion {
  private Suggestion() {}

  /**
   * The candidate at the smallest edit distance (insert, delete, replace, swap neighbours), if that
   * is at most a third of the length of the given name, or one begins with it.
   *
   * @param given the mistyped name
   * @param candidates the names that exist
   */
  public static Optional<String> nearest(String given, Collection<String> candidates) {
    return candidates.stream()
        .min(Comparator.<String>comparingInt(c -> distance(given, c)).thenComparing(c -> c))
        .filter(
            c ->
                distance(given, c) <= Math.max(1, given.length() / 3)
                    || c.startsWith(given)
                    || c.endsWith("." + given));
  }

  /**
   * The nearest candidate as the end of a sentence, {@code " (did you mean 'steps'?)"}, or nothing.
   *
   * @param given the mistyped name
   * @param candidates the names that exist
   */
  public static String hint(String given, Collection<String> candidates) {
    return nearest(given, candidates).map(s -> " (did you mean '" + s + "'?)").orElse("");
  }

  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] =
            Math.min(
                Math.min(d[i - 1][j], d[i][j - 1]) + 1, // delete, insert
                d[i - 1][j - 1] + replace);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
