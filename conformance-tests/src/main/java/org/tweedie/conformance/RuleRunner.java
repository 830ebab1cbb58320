package org.tweedie.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the rules of one kind on one subject, on the JUnit platform. */
final class RuleRunner {
  /** Held, because a logger that nobody holds forgets its level. */
  private static final Logger ENGINE = Logger.getLogger("net.jqwik");

  static {
    ENGINE.setLevel(Level.WARNING); // it announces at every run that its database is off
  }

  private RuleRunner() {}

  /**
   * Runs every rule of a class.
   *
   * @param rules a concrete subclass of the rules, with a constructor without arguments
   * @return one outcome per rule, by number
   */
  static List<RuleOutcome> run(Class<?> rules) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(rules))
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
    Recorder recorder = new Recorder();
    launcher.execute(request, recorder);
    recorder.outcomes.sort(
        Comparator.comparing((RuleOutcome o) -> o.number().charAt(0))
            .thenComparing(o -> Integer.parseInt(o.number().substring(2))));
    return recorder.outcomes;
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
      MethodSource source =
          test.getSource().map(s -> s instanceof MethodSource m ? m : null).orElse(null);
      if (source == null) {
        if (result.getThrowable().isPresent()) {
          throw new IllegalStateException(
              "the suite itself failed at " + test.getDisplayName(), result.getThrowable().get());
        }
        return;
      }
      Method method = source.getJavaMethod();
      Rule rule = method.getAnnotation(Rule.class);
      if (rule == null) {
        return;
      }
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
      String title = test.getDisplayName().replaceFirst("^" + rule.value() + " ", "");
      outcomes.add(new RuleOutcome(rule.value(), title, status, detail, seconds));
    }
  }
}
