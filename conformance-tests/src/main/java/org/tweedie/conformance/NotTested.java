package org.tweedie.conformance;

/** A rule that gives no verdict on this subject; never counted as passed. */
final class NotTested extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private NotTested(String message) {
    super(message, null, false, false);
  }

  /** The rule does not bind this subject, for example linearity a nonlinear operator. */
  static NotTested doesNotApply(String reason) {
    return new NotTested("does not apply: " + reason);
  }

  /** The rule would bind, but something it needs is missing, for example a predicted law. */
  static NotTested untested(String reason) {
    return new NotTested("untested: " + reason);
  }
}
