package org.tweedie.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A property over one fixed seed, where one run tells all or costs much. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Property(
    tries = 1,
    seed = "20240703",
    shrinking = ShrinkingMode.OFF,
    edgeCases = EdgeCasesMode.NONE,
    generation = GenerationMode.RANDOMIZED)
@interface OneSeed {}
