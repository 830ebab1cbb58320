/**
 * The skeleton of guided diffusion: walk down the noise levels; at each, denoise, correct the clean
 * estimate with the data, step. Methods differ in the {@linkplain
 * org.tweedie.samplers.guidance.Correction correction} and in the {@linkplain
 * org.tweedie.samplers.levels.Transition transition}.
 */
package org.tweedie.samplers.guidance;
