package org.tweedie.conformance;

/**
 * What one rule said of one subject.
 *
 * @param number the number of the rule, for example "O-1"
 * @param title what the rule asks, in one line
 * @param status the verdict
 * @param detail why, unless it passed
 * @param seconds how long it took
 */
public record RuleOutcome(
    String number, String title, Status status, String detail, double seconds) {
  /** A verdict. */
  public enum Status {
    /** The rule holds. */
    PASSED,
    /** The rule is broken. */
    FAILED,
    /** The rule does not bind this subject. */
    DOES_NOT_APPLY,
    /** The rule binds, but what it needs is missing: not a pass. */
    UNTESTED
  }
}
