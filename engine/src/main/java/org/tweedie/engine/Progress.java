package org.tweedie.engine;

import java.util.OptionalDouble;
import org.tweedie.engine.run.Counts;

/**
 * Where a run stands after a step. Steps count over all groups of chains.
 *
 * @param step steps done, from 1
 * @param steps steps planned
 * @param firstChain number of the first chain of the group at work
 * @param chains number of chains of that group
 * @param level the noise level σ at which the prior was used, in the prior's units; NaN if it was
 *     not
 * @param residual the mean data fit of the clean estimates, if the sampler notes it
 * @param counts work done so far
 * @param seconds wall-clock time so far
 * @param secondsLeft expected time left, from the mean time of the steps done
 */
public record Progress(
    long step,
    long steps,
    int firstChain,
    int chains,
    double level,
    OptionalDouble residual,
    Counts counts,
    double seconds,
    double secondsLeft) {}
