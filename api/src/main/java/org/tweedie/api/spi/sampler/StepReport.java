package org.tweedie.api.spi.sampler;

import java.util.OptionalDouble;

/**
 * What one step did. Counts are of this step alone and sum over the chains of the run.
 *
 * @param step the step, from 0
 * @param level the noise level σ at which the prior was used, in the prior's units
 * @param priorEvaluations images denoised: a batch of n counts n
 * @param priorPullbacks images for which a vector-Jacobian product was taken
 * @param operatorEvaluations applications of A, A*, or a derivative product, each counted once
 * @param residual {@code ‖A x̂₀ − y‖²/(mσ²)} of the clean estimates, averaged over the chains, for
 *     linear-Gaussian likelihoods where the method computes it anyway
 */
public record StepReport(
    int step,
    double level,
    long priorEvaluations,
    long priorPullbacks,
    long operatorEvaluations,
    OptionalDouble residual) {}
