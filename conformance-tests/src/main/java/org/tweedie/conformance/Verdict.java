package org.tweedie.conformance;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import org.opentest4j.TestAbortedException;

/**
 * Asks whether a rule binds before it runs, turns {@link NotTested} into an aborted test and names
 * rule and seed in every failure.
 */
final class Verdict implements AroundPropertyHook, AroundTryHook {
  /** Why the rule that runs in this thread is not to be asked. */
  private static final ThreadLocal<Throwable> INSTEAD = new ThreadLocal<>();

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    Rule rule = context.targetMethod().getAnnotation(Rule.class);
    if (rule == null) {
      return property.execute();
    }
    PropertyExecutionResult result;
    try {
      binding((RuleSet) context.testInstance(), rule.value()).ifPresent(INSTEAD::set);
      result = property.execute();
    } finally {
      INSTEAD.remove();
    }
    Optional<Throwable> thrown = result.throwable();
    if (thrown.isEmpty()) {
      return result;
    }
    if (thrown.get() instanceof NotTested n) {
      return result.mapToAborted(new TestAbortedException(n.getMessage()));
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

  /** What to report in place of the rule: that it does not bind, or what the subject threw. */
  private static Optional<Throwable> binding(RuleSet subject, String rule) {
    try {
      return subject.unbound(rule).map(NotTested::doesNotApply);
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(e);
    }
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    Throwable instead = INSTEAD.get();
    return instead == null ? aTry.execute(parameters) : TryExecutionResult.falsified(instead);
  }

  /** The failure of a numbered rule. */
  static final class BrokenRule extends AssertionError {
    private static final long serialVersionUID = 1L;

    BrokenRule(String number, String name, String seed, Throwable why) {
      super(
          number + " " + name + seed + ": " + text(why),
          why instanceof Violation ? why.getCause() : why);
    }

    /** None: of forty lines all would be the engine's; the subject's own come with the cause. */
    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }

    private static String text(Throwable why) {
      return why instanceof Violation ? why.getMessage() : "it threw " + why;
    }
  }
}
