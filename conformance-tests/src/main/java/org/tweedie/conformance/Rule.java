package org.tweedie.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of a rule. A rule is a property over seeds, and the seeds are fixed, so that it gives
 * the same verdict today and tomorrow; fields are drawn from the seed, because a seed shrinks to
 * itself and an array of a thousand floats does not.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Rule {
  /** The number of the rule in the specification, for example "O-1". */
  String value();
}
