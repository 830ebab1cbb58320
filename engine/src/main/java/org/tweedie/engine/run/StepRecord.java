package org.tweedie.engine.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one step was.
 *
 * @param chains the chains that took it
 * @param step the step, from 0
 * @param level the noise level σ at which the prior of the image was used last in it, in the
 *     prior's units; NaN if it was not
 * @param notes what the method noted, by name
 */
public record StepRecord(Chains chains, long step, double level, Map<String, Double> notes) {
  /** The name of the note of the data fit of clean estimates, averaged over the chains. */
  public static final String RESIDUAL = "residual";

  /** Copies the notes, in order. */
  public StepRecord {
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** The mean data fit of the clean estimates, if the method notes it. */
  public OptionalDouble residual() {
    Double r = notes.get(RESIDUAL);
    return r == null ? OptionalDouble.empty() : OptionalDouble.of(r);
  }
}
