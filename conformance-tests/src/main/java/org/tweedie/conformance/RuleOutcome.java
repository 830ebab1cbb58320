package org.tweedie.conformance;

/** What one rule said of one subject. */
public final class RuleOutcome {
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

  private final String number;
  private final String title;
  private final Status status;
  private final String detail;
  private final String stack;
  private final double seconds;

  RuleOutcome(
      String number, String title, Status status, String detail, String stack, double seconds) {
    this.number = number;
    this.title = title;
    this.status = status;
    this.detail = detail;
    this.stack = stack;
    this.seconds = seconds;
  }

  /** All the rules of a kind, which could not be asked. */
  static RuleOutcome untested(Kind kind, String why) {
    return new RuleOutcome(kind.all, kind.title, Status.UNTESTED, "untested: " + why, "", 0);
  }

  /** All the rules of a kind, of a provider that fails before it can be asked. */
  static RuleOutcome failed(Kind kind, Throwable thrown) {
    String detail = kind.all + " it threw " + thrown;
    return new RuleOutcome(kind.all, kind.title, Status.FAILED, detail, StackText.of(thrown), 0);
  }

  /** The rules by their subject. */
  enum Kind {
    OPERATOR("O-*", "the rules for operators and likelihoods"),
    PRIOR("P-*", "the rules for priors"),
    SAMPLER("S-*", "the rules for samplers"),
    PROVIDER("V-*", "the rules for providers");

    private final String all;
    private final String title;

    Kind(String all, String title) {
      this.all = all;
      this.title = title;
    }
  }

  /** The number of the rule, for example "O-1"; "O-*" for all the rules of a kind. */
  public String number() {
    return number;
  }

  /** What the rule asks, in one line. */
  public String title() {
    return title;
  }

  /** The verdict. */
  public Status status() {
    return status;
  }

  /** Why, unless it passed. */
  public String detail() {
    return detail;
  }

  /** Where the subject threw what it should not have, a frame a line; empty if it did not. */
  public String stack() {
    return stack;
  }

  /** How long it took, in seconds. */
  public double seconds() {
    return seconds;
  }

  @Override
  public String toString() {
    return number + " " + status + (detail.isEmpty() ? "" : ": " + detail);
  }
}
