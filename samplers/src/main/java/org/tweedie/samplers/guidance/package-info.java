/**
 * The skeleton of guided diffusion: a {@linkplain org.tweedie.samplers.guidance.Walk walk} over the
 * noise levels. At each move the image is denoised, the clean estimate is corrected with the data,
 * and a step is taken. Methods differ in the {@linkplain org.tweedie.samplers.guidance.Correction
 * correction}, which may be a denoiser around the denoiser; in the {@linkplain
 * org.tweedie.samplers.guidance.Step step}; in the moves of the walk; and in what is {@linkplain
 * org.tweedie.samplers.guidance.Projection projected} after them.
 */
package org.tweedie.samplers.guidance;
