/** Samplers as state machines, the problems they solve, and the laws they claim. */
package org.tweedie.api.spi.sampler;
