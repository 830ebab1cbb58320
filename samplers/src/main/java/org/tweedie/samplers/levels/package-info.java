/**
 * Noise levels and the ways between them. A level is a pair (s, σ): the literature's {@code x_t =
 * s(x₀ + σn)}; the samplers work with {@code u = x_t/s}, for which every process looks alike.
 */
package org.tweedie.samplers.levels;
