package org.tweedie.api.error;

/** Data that cannot be used: not finite, all zero, truncated, out of its range. */
public final class InvalidInputException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public InvalidInputException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public InvalidInputException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
