package org.tweedie.engine;

import org.tweedie.api.spi.sampler.Chains;
import org.tweedie.api.spi.sampler.StepReport;

/**
 * One step of a run.
 *
 * @param chains the chains that took it
 * @param report what the sampler says of it
 */
public record TraceEntry(Chains chains, StepReport report) {}
