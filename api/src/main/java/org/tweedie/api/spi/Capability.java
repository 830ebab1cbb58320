package org.tweedie.api.spi;

import org.tweedie.api.spi.operator.LinearGaussian;
import org.tweedie.api.spi.operator.NormBound;
import org.tweedie.api.spi.operator.NormalSolve;
import org.tweedie.api.spi.operator.OrderedSubsets;
import org.tweedie.api.spi.operator.PseudoInverse;
import org.tweedie.api.spi.operator.SpectralDecomposition;
import org.tweedie.api.spi.prior.DifferentiablePrior;
import org.tweedie.api.spi.prior.ExactPosterior;

/**
 * Structure that an object may have beyond its plain interface. The set of capability types is
 * closed within a major version of the api, so that a decorator can wrap every one of them.
 */
public sealed interface Capability
    permits LinearGaussian,
        NormBound,
        NormalSolve,
        OrderedSubsets,
        PseudoInverse,
        SpectralDecomposition,
        DifferentiablePrior,
        ExactPosterior {}
