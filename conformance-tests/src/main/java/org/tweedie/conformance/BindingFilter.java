package org.tweedie.conformance;

import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Leaves out the rules that do not bind the subject of a test class, so that a skipped test always
 * means one that should be looked at; it says in a line which were left out, and why. Found by
 * every launcher of the JUnit platform.
 */
@SuppressWarnings("exports") // who has this class found has the launcher
public final class BindingFilter implements PostDiscoveryFilter {
  /** By test class: the reasons by rule. Discovery comes more than once. */
  private static final Map<Class<?>, Map<String, String>> UNBOUND = new ConcurrentHashMap<>();

  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger ENGINE = Logger.getLogger("net.jqwik.engine");

  /** For the service loader. */
  public BindingFilter() {
    quieten(); // it is made before the engine starts
  }

  /** The engine announces at every run that its database is off. */
  static void quieten() {
    ENGINE.setLevel(Level.WARNING);
  }

  @Override
  public FilterResult apply(TestDescriptor test) {
    Optional<Rule> rule =
        test.getSource()
            .filter(MethodSource.class::isInstance)
            .map(s -> ((MethodSource) s).getJavaMethod().getAnnotation(Rule.class));
    // The method belongs to a superclass; the subject to the class that contains it.
    Optional<Class<?>> rules =
        test.getParent()
            .flatMap(TestDescriptor::getSource)
            .filter(ClassSource.class::isInstance)
            .<Class<?>>map(s -> ((ClassSource) s).getJavaClass())
            .filter(RuleSet.class::isAssignableFrom);
    if (rule.isEmpty() || rules.isEmpty()) {
      return FilterResult.included("not a rule");
    }
    String reason =
        UNBOUND.computeIfAbsent(rules.get(), BindingFilter::ask).get(rule.get().value());
    return FilterResult.includedIf(reason == null, () -> "it binds", () -> reason);
  }

  private static Map<String, String> ask(Class<?> rules) {
    Map<String, String> unbound = new LinkedHashMap<>();
    try {
      Constructor<?> constructor = rules.getDeclaredConstructor();
      constructor.setAccessible(true);
      RuleSet subject = (RuleSet) constructor.newInstance();
      for (String number : RuleSet.numbers(rules)) {
        subject.unbound(number).ifPresent(reason -> unbound.put(number, reason));
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return Map.of(); // the rules themselves will meet it, and say so
    }
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    unbound.forEach(
        (number, reason) ->
            byReason.merge(
                reason, List.of(number), (a, b) -> Stream.concat(a.stream(), b.stream()).toList()));
    byReason.forEach(
        (reason, numbers) ->
            System.out.println(
                rules.getSimpleName()
                    + ": not bound by "
                    + String.join(", ", numbers)
                    + ": "
                    + reason));
    return unbound;
  }
}
