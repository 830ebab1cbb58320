package org.tweedie.api.spi.sampler;

import org.tweedie.api.spi.Capability;

/**
 * A capability that a sampler needs.
 *
 * @param of whose capability
 * @param type the capability
 * @param exactOnly true if an iterative one will not do
 * @param reason a few words: what for
 */
public record Requirement(
    Owner of, Class<? extends Capability> type, boolean exactOnly, String reason) {
  /** Whose capability. */
  public enum Owner {
    /** The likelihood. */
    LIKELIHOOD,
    /** The forward operator. */
    OPERATOR,
    /** The prior. */
    PRIOR
  }

  /** A capability of the likelihood. */
  public static Requirement likelihood(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.LIKELIHOOD, type, false, reason);
  }

  /** A capability of the operator. */
  public static Requirement operator(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.OPERATOR, type, false, reason);
  }

  /** A capability of the prior. */
  public static Requirement prior(Class<? extends Capability> type, String reason) {
    return new Requirement(Owner.PRIOR, type, false, reason);
  }
}
