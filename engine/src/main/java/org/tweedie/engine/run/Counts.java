package org.tweedie.engine.run;

/**
 * How much work a run did, summed over its chains.
 *
 * @param priorEvaluations images denoised or generated, with or without derivatives: a batch of n
 *     counts n
 * @param priorPullbacks images for which a vector-Jacobian product was taken
 * @param operatorEvaluations applications of A, A*, or a derivative product, each counted once
 */
public record Counts(long priorEvaluations, long priorPullbacks, long operatorEvaluations) {
  /** No work. */
  public static final Counts NONE = new Counts(0, 0, 0);

  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        priorEvaluations + other.priorEvaluations,
        priorPullbacks + other.priorPullbacks,
        operatorEvaluations + other.operatorEvaluations);
  }

  /** What lies between two counts. */
  public Counts minus(Counts earlier) {
    return new Counts(
        priorEvaluations - earlier.priorEvaluations,
        priorPullbacks - earlier.priorPullbacks,
        operatorEvaluations - earlier.operatorEvaluations);
  }
}
