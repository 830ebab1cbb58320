package org.tweedie.conformance.zoo;

import java.util.List;
import java.util.function.Supplier;
import org.tweedie.conformance.RuleOutcome;

/**
 * One animal of the zoo.
 *
 * @param name what is wrong with it
 * @param rule the number of the rule that is meant to reject it
 * @param check runs the rules of its kind on it
 */
public record Fault(String name, String rule, Supplier<List<RuleOutcome>> check) {}
