package org.tweedie.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * A numbered rule: a property over seeds. The seeds are fixed, so a rule gives the same verdict
 * today and tomorrow; fields are drawn from the seed, because a seed shrinks to itself and an array
 * of a thousand floats does not.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Property(
    tries = 5,
    seed = "20240703",
    shrinking = ShrinkingMode.OFF,
    edgeCases = EdgeCasesMode.NONE,
    generation = GenerationMode.RANDOMIZED)
public @interface Rule {
  /** The number of the rule in the specification, for example "O-1". */
  String value();
}
