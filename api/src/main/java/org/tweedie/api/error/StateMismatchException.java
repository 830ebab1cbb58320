package org.tweedie.api.error;

/** A saved state that belongs to another sampler, version, set of options or problem. */
public final class StateMismatchException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public StateMismatchException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public StateMismatchException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
