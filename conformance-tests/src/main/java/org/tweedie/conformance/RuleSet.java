package org.tweedie.conformance;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.PropagationMode;

/** What all rules share: verdicts, and a say in whether a rule binds the subject at all. */
@AddLifecycleHook(value = Verdict.class, propagateTo = PropagationMode.ALL_DESCENDANTS)
abstract class RuleSet {
  /**
   * Why a rule does not bind the subject, for example linearity a nonlinear operator; empty if it
   * does. Asked before the rule runs.
   *
   * @param rule the number of the rule
   */
  Optional<String> unbound(String rule) {
    return Optional.empty();
  }

  /** The numbers of the rules of a class, in their order. */
  static List<String> numbers(Class<?> rules) {
    List<String> all = new ArrayList<>();
    for (Class<?> c = rules; c != null; c = c.getSuperclass()) {
      for (Method m : c.getDeclaredMethods()) {
        Rule rule = m.getAnnotation(Rule.class);
        if (rule != null) {
          all.add(rule.value());
        }
      }
    }
    all.sort(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()));
    return all;
  }

  /** The reason where the condition does not hold. */
  static Optional<String> unless(boolean condition, String reason) {
    return condition ? Optional.empty() : Optional.of(reason);
  }
}
