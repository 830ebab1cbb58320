package org.tweedie.conformance;

import java.util.List;
import org.tweedie.api.field.Field;
import org.tweedie.api.noise.Noise;
import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.Problem;
import org.tweedie.api.spi.sampler.Run;
import org.tweedie.api.spi.sampler.Sampler;

/** Runs to the end. */
final class Runs {
  private Runs() {}

  /** The samples of a run from begin to end. */
  static List<Field> samples(Sampler sampler, Problem problem, Chains chains, Noise noise) {
    try (Run run = sampler.begin(problem, chains, noise)) {
      return finish(run);
    }
  }

  /** The samples of a run that goes on to its end. */
  static List<Field> finish(Run run) {
    // A run that never says it is done would hang the suite: twice its own plan is enough.
    for (long left = 2L * run.steps() + 2; !run.done(); left--) {
      if (left == 0) {
        throw new Violation(
            "a run that is done after its " + run.steps() + " steps",
            "step " + run.step() + " and not done",
            "step() is not counted, or done() is not derived from it");
      }
      run.advance();
    }
    return List.copyOf(run.result().samples());
  }
}
