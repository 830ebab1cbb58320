package org.tweedie.api.error;

/** An option that is unknown, of the wrong type or out of its range. */
public final class InvalidOptionException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public InvalidOptionException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public InvalidOptionException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
