package org.tweedie.api.spi.sampler;

/**
 * What a sampler claims of the law of its output.
 *
 * @param kind the claim
 * @param statement one sentence: in which limit, or with which bias
 * @param affine true if, with these options, on a linear-Gaussian problem with a Gaussian prior,
 *     the output is an affine function of the noise; then the suite probes its law
 */
public record Exactness(Kind kind, String statement, boolean affine) {
  /** The claim. */
  public enum Kind {
    /** The law of the output tends to the posterior in the stated limit. */
    EXACT_IN_LIMIT,
    /** The law is known to differ from the posterior, as stated. */
    BIASED,
    /** The output is an estimate, and the spread of outputs is not the posterior's. */
    POINT_ESTIMATE
  }
}
