package org.tweedie.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.tweedie.conformance.zoo.Fault;
import org.tweedie.conformance.zoo.OperatorZoo;
import org.tweedie.conformance.zoo.PriorZoo;
import org.tweedie.conformance.zoo.ProviderZoo;
import org.tweedie.conformance.zoo.SamplerZoo;

/** The suite tests itself: every fault is rejected by the rule meant for it, no twin by any. */
class ZooTest {
  @TestFactory
  Stream<DynamicTest> faultsAreRejected() {
    return faults().stream()
        .map(f -> DynamicTest.dynamicTest(f.rule() + " " + f.name(), () -> rejected(f)));
  }

  @TestFactory
  Stream<DynamicTest> correctTwinsPass() {
    return Stream.of(OperatorZoo.twins(), PriorZoo.twins(), SamplerZoo.twins(), ProviderZoo.twins())
        .flatMap(List::stream)
        .map(t -> DynamicTest.dynamicTest("a correct twin", () -> accepted(t)));
  }

  static List<Fault> faults() {
    return Stream.of(
            OperatorZoo.faults(), PriorZoo.faults(), SamplerZoo.faults(), ProviderZoo.faults())
        .flatMap(List::stream)
        .toList();
  }

  private static void rejected(Fault fault) {
    // That one rule alone: others may reject it too, and all of them would take minutes.
    List<RuleOutcome> outcomes = Subjects.only(fault.rule(), fault.check());
    List<RuleOutcome> failed = failed(outcomes);
    assertTrue(
        failed.stream().anyMatch(o -> o.number().equals(fault.rule())),
        () -> fault.rule() + " did not reject it; failed: " + failed + " of " + outcomes);
  }

  private static void accepted(Supplier<List<RuleOutcome>> twin) {
    List<RuleOutcome> outcomes = twin.get();
    assertTrue(failed(outcomes).isEmpty(), () -> "failed: " + failed(outcomes));
    assertTrue(outcomes.size() > 5, "too few rules ran");
  }

  private static List<RuleOutcome> failed(List<RuleOutcome> outcomes) {
    return outcomes.stream().filter(o -> o.status() == RuleOutcome.Status.FAILED).toList();
  }
}
