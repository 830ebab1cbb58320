package org.tweedie.api.error;

/** A sampler, prior and operator that do not go together; names everything that is missing. */
public final class UnsupportedProblemException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public UnsupportedProblemException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public UnsupportedProblemException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
