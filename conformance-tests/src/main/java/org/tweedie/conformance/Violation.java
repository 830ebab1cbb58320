package org.tweedie.conformance;

/** A rule that does not hold: what was expected, what was seen, and what is probably wrong. */
public final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;
  private final String expected;
  private final String seen;
  private final String cause;

  /**
   * @param expected what should have been, with its tolerance
   * @param seen what was, with the numbers
   * @param cause the likely cause
   */
  public Violation(String expected, String seen, String cause) {
    this(expected, seen, cause, null);
  }

  /**
   * @param expected what should have been, with its tolerance
   * @param seen what was, with the numbers
   * @param cause the likely cause
   * @param thrown an exception that the subject threw, or null
   */
  public Violation(String expected, String seen, String cause, Throwable thrown) {
    super("expected " + expected + "; saw " + seen + "; likely cause: " + cause, thrown);
    this.expected = expected;
    this.seen = seen;
    this.cause = cause;
  }

  /** What should have been. */
  public String expected() {
    return expected;
  }

  /** What was. */
  public String seen() {
    return seen;
  }

  /** What is probably wrong. */
  public String likelyCause() {
    return cause;
  }
}
