package org.tweedie.conformance;

import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.opentest4j.TestAbortedException;

/** Turns {@link NotTested} into an aborted test and names rule and seed in every failure. */
final class Verdict implements AroundPropertyHook {
  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    PropertyExecutionResult result = property.execute();
    Optional<Throwable> thrown = result.throwable();
    if (thrown.isEmpty()) {
      return result;
    }
    if (thrown.get() instanceof NotTested n) {
      return result.mapToAborted(new TestAbortedException(n.getMessage()));
    }
    Rule rule = context.targetMethod().getAnnotation(Rule.class);
    if (rule == null) {
      return result;
    }
    String seed =
        result
            .falsifiedParameters()
            .filter(p -> !p.isEmpty())
            .map(p -> " (seed " + p.get(0) + ")")
            .orElse("");
    return result.mapToFailed(
        new BrokenRule(rule.value(), context.targetMethod().getName(), seed, thrown.get()));
  }

  /** The failure of a numbered rule. */
  static final class BrokenRule extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenRule(String number, String name, String seed, Throwable why) {
      super(number + " " + name + seed + ": " + text(why), why);
    }

    private static String text(Throwable why) {
      return why instanceof Violation ? why.getMessage() : "it threw " + why;
    }
  }
}
