/**
 * The skeleton of split Gibbs sampling: alternate a draw from the likelihood near x and a draw from
 * the prior near z, under a coupling that tightens. Methods differ in the {@linkplain
 * org.tweedie.samplers.splitgibbs.LikelihoodDraw likelihood-proximal draw} and in the {@linkplain
 * org.tweedie.samplers.splitgibbs.PriorDraw prior-denoising draw}.
 */
package org.tweedie.samplers.splitgibbs;
