package org.tweedie.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;

/** The packages of the engine, as its class files need one another. */
class PackagesTest {
  private static final Pattern ARROW =
      Pattern.compile(
          "\\s*(org\\.tweedie\\.engine[\\w.]*)\\s*->\\s*(org\\.tweedie\\.engine[\\w.]*).*");

  private static Map<String, Set<String>> arrows() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElseThrow();
    int code =
        jdeps.run(
            writer,
            writer,
            "--multi-release",
            "base",
            "-verbose:package",
            "-filter:none",
            "--module-path",
            ModulePath.joined(ModulePath.modules().values()),
            "-m",
            "org.tweedie.engine");
    assertEquals(0, code, out.toString());
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (String line : out.toString().lines().toList()) {
      Matcher m = ARROW.matcher(line);
      if (m.matches()) {
        arrows.computeIfAbsent(m.group(1), k -> new TreeSet<>()).add(m.group(2));
      }
    }
    return arrows;
  }

  @Test
  void theArrowsBetweenPackagesMakeNoCircle() {
    Map<String, Set<String>> left = arrows();
    left.values().forEach(to -> to.removeIf(p -> !p.startsWith("org.tweedie.engine")));
    left.forEach((from, to) -> to.remove(from));
    assertTrue(left.containsKey("org.tweedie.engine"), left.toString());
    assertTrue(left.get("org.tweedie.engine").contains("org.tweedie.engine.run"));
    // Packages that need none of those left are taken away, until none is left or they are a
    // circle.
    List<String> free = new ArrayList<>();
    do {
      free.clear();
      left.forEach(
          (from, to) -> {
            if (to.isEmpty()) {
              free.add(from);
            }
          });
      left.keySet().removeAll(free);
      left.values()
          .forEach(
              to -> {
                to.removeAll(free);
                to.removeIf(p -> !left.containsKey(p));
              });
    } while (!free.isEmpty());
    assertEquals(Map.of(), left);
  }
}
