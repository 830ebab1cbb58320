package org.tweedie.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the rules of one kind on one subject, on the JUnit platform. */
final class RuleRunner {
  private RuleRunner() {}

  /**
   * Runs every rule of a class.
   *
   * @param rules a concrete subclass of the rules, with a constructor without arguments
   * @param only the number of the one rule to run, or empty for all
   * @return one outcome per rule, by number
   */
  static List<RuleOutcome> run(Class<?> rules, Optional<String> only) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(rules))
            .filters(
                (PostDiscoveryFilter)
                    t ->
                        FilterResult.includedIf(
                            only.isEmpty()
                                || rule(t.getSource())
                                    .map(r -> r.value().equals(only.get()))
                                    .orElse(t.isContainer())))
            .configurationParameter("jqwik.database", "")
            .configurationParameter("jqwik.reporting.onlyfailures", "true")
            .configurationParameter("jqwik.reporting.usejunitplatform", "true")
            .build();
    // Only jqwik, and none of the listeners that happen to be about: a command is not a build.
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestEngines(jqwik())
                .build());
    BindingFilter.quieten();
    Recorder recorder = new Recorder();
    launcher.execute(request, recorder);
    recorder.outcomes.sort(
        Comparator.comparing((RuleOutcome o) -> o.number().charAt(0))
            .thenComparing(o -> Integer.parseInt(o.number().substring(2))));
    return recorder.outcomes;
  }

  private static Optional<Rule> rule(Optional<TestSource> source) {
    return source
        .filter(MethodSource.class::isInstance)
        .map(s -> ((MethodSource) s).getJavaMethod().getAnnotation(Rule.class));
  }

  private static TestEngine jqwik() {
    return ServiceLoader.load(TestEngine.class, RuleRunner.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(e -> e.getId().equals("jqwik"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the module net.jqwik.engine is missing"));
  }

  private static final class Recorder implements TestExecutionListener {
    private final List<RuleOutcome> outcomes = new ArrayList<>();
    private final Map<TestIdentifier, Long> started = new HashMap<>();

    @Override
    public void executionStarted(TestIdentifier test) {
      started.put(test, System.nanoTime());
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      Optional<Rule> rule = rule(test.getSource());
      if (rule.isEmpty()) {
        if (result.getStatus() == TestExecutionResult.Status.FAILED) {
          throw new IllegalStateException(
              "the suite itself failed at " + test.getDisplayName(),
              result.getThrowable().orElse(null));
        }
        return;
      }
      String number = rule.get().value();
      String detail = result.getThrowable().map(Throwable::getMessage).orElse("");
      RuleOutcome.Status status =
          switch (result.getStatus()) {
            case SUCCESSFUL -> RuleOutcome.Status.PASSED;
            case FAILED -> RuleOutcome.Status.FAILED;
            case ABORTED ->
                detail.startsWith("untested")
                    ? RuleOutcome.Status.UNTESTED
                    : RuleOutcome.Status.DOES_NOT_APPLY;
          };
      double seconds = (System.nanoTime() - started.get(test)) * 1e-9;
      String title = test.getDisplayName().replaceFirst("^" + number + " ", "");
      String stack = result.getThrowable().map(Throwable::getCause).map(StackText::of).orElse("");
      outcomes.add(new RuleOutcome(number, title, status, detail, stack, seconds));
    }
  }
}
