package org.tweedie.engine;

import java.util.List;
import org.tweedie.api.spi.sampler.ChainResult;
import org.tweedie.engine.run.Chains;
import org.tweedie.engine.run.StepRecord;

/**
 * What chains that ran together came to, in the prior's units.
 *
 * @param chains the chains
 * @param results one a chain
 * @param finished whether they reached their last step
 * @param trace their steps
 */
record GroupOutcome(
    Chains chains, List<ChainResult> results, boolean finished, List<StepRecord> trace) {
  GroupOutcome {
    results = List.copyOf(results);
    trace = List.copyOf(trace);
  }

  /** Its first chains, at most so many, as if the others had not run. */
  GroupOutcome first(int most) {
    return chains.count() <= most
        ? this
        : new GroupOutcome(
            new Chains(chains.first(), most), results.subList(0, most), finished, trace);
  }
}
