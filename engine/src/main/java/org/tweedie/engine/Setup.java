package org.tweedie.engine;

import java.util.Map;
import java.util.function.Supplier;
import org.tweedie.api.spi.operator.Measurement;
import org.tweedie.api.spi.sampler.Sampler;
import org.tweedie.engine.run.PreparedProblem;

/**
 * Everything that a run needs, checked.
 *
 * @param request what was asked for
 * @param measurement data in their own units
 * @param problem the problem in the prior's units
 * @param sampler the sampler with its options
 * @param provenance how to repeat it
 * @param stamp what a saved state must agree with; takes as long as reading all inputs and models
 */
record Setup(
    Request request,
    Measurement measurement,
    PreparedProblem problem,
    Sampler sampler,
    Provenance provenance,
    Supplier<Map<String, String>> stamp) {

  /** Chains that give at least the samples asked for. */
  int chains() {
    return provenance.chains();
  }

  /** Chains that run together: as many as fill a batch, but at least one. */
  int together() {
    return Math.max(1, request.batchLimit() / sampler.samplesPerChain());
  }
}
