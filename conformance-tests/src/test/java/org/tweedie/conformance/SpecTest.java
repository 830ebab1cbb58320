package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Label;
import org.junit.jupiter.api.Test;
import org.tweedie.conformance.zoo.Fault;

/** docs/spec.md lists every rule, and docs/zoo.md every fault, in the words of the code. */
class SpecTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void specificationListsEveryRule() throws IOException {
    String spec = Files.readString(DOCS.resolve("spec.md"));
    labels()
        .forEach(
            (number, label) -> assertTrue(spec.contains("**" + label + "**"), () -> "no " + label));
    long listed = spec.lines().filter(l -> l.matches("- \\*\\*[A-Z]-\\d+ .*")).count();
    assertEquals(labels().size(), listed, "rules in docs/spec.md");
  }

  @Test
  void zooTableListsEveryFault() throws IOException {
    StringBuilder table = new StringBuilder("| Fault | Rejected by |\n|---|---|\n");
    for (Fault f : ZooTest.faults()) {
      String label = labels().get(f.rule());
      table.append("| ").append(f.name()).append(" | ").append(label).append(" |\n");
    }
    assertTrue(
        Files.readString(DOCS.resolve("zoo.md")).contains(table),
        () -> "docs/zoo.md should hold this table:\n" + table);
    assertTrue(ZooTest.faults().size() >= 25, "a zoo of at least 25");
  }

  @Test
  void everyRuleRejectsAFault() {
    Set<String> proven = ZooTest.faults().stream().map(Fault::rule).collect(Collectors.toSet());
    assertEquals(labels().keySet(), proven);
  }

  private static Map<String, String> labels() {
    Map<String, String> all = new TreeMap<>();
    for (Class<?> rules :
        List.of(OperatorRules.class, PriorRules.class, SamplerRules.class, ProviderRules.class)) {
      for (Class<?> c = rules; c != null; c = c.getSuperclass()) {
        for (Method m : c.getDeclaredMethods()) {
          if (m.isAnnotationPresent(Rule.class)) {
            String number = m.getAnnotation(Rule.class).value();
            String label = m.getAnnotation(Label.class).value();
            assertTrue(label.startsWith(number + " "), label);
            all.put(number, label);
          }
        }
      }
    }
    return all;
  }
}
