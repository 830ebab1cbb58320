package org.tweedie.api.error;

/** A provider that cannot be used: incompatible, clashing, or failing when asked. */
public final class PluginException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   */
  public PluginException(String problem, String remedy) {
    super(problem, remedy, null);
  }

  /**
   * @param problem what was found, and where
   * @param remedy what to do about it
   * @param cause the failure underneath
   */
  public PluginException(String problem, String remedy, Throwable cause) {
    super(problem, remedy, cause);
  }
}
