/** Samplers as kernels, the problems they solve, their states, and what they claim. */
package org.tweedie.api.spi.sampler;
