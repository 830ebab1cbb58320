package org.tweedie.api.error;

/** A file, device or native library that cannot be reached, read or written. */
public final class ResourceException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public ResourceException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public ResourceException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
