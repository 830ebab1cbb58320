/**
 * The numbered rules that every operator, prior, sampler and provider must keep. Extend {@link
 * org.tweedie.conformance.OperatorRules}, {@link org.tweedie.conformance.PriorRules}, {@link
 * org.tweedie.conformance.SamplerRules} or {@link org.tweedie.conformance.ProviderRules} in your
 * test sources; docs/spec.md lists the rules.
 */
package org.tweedie.conformance;
