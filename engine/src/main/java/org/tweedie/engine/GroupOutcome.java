package org.tweedie.engine;

import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.SamplerResult;

/**
 * What a group of chains came to, in the prior's units.
 *
 * @param chains the chains
 * @param result their samples
 * @param finished whether they reached their last step
 */
record GroupOutcome(Chains chains, SamplerResult result, boolean finished) {}
