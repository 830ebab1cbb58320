package org.tweedie.api.error;

/** A call after close, from another thread, or beyond the number of open linearizations. */
public final class LifecycleException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public LifecycleException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public LifecycleException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
