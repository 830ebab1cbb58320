/**
 * What every sampler shares: a method is a kernel (init, step, state), and one run drives any
 * kernel: it batches chains through the prior, counts, checks that numbers are finite, saves and
 * resumes.
 */
package org.tweedie.samplers.core;
