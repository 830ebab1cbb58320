package org.tweedie.api.error;

/**
 * A failure that a user can act on. The message is one sentence of the form "what happened; what to
 * do". Exceptions of libraries never cross the api: they become the cause of one of these.
 */
public abstract sealed class TweedieException extends RuntimeException
    permits InvalidInputException,
        ShapeMismatchException,
        InvalidOptionException,
        UnknownIdException,
        UnsupportedProblemException,
        NumericalFailureException,
        ResourceException,
        StateMismatchException,
        LifecycleException,
        PluginException {
  private static final long serialVersionUID = 1L;
  private final String problem;
  private final String remedy;

  TweedieException(String problem, String remedy, Throwable cause) {
    super(problem + "; " + remedy + ".", cause);
    this.problem = problem;
    this.remedy = remedy;
  }

  /** What was found, and where. */
  public final String problem() {
    return problem;
  }

  /** What to do about it. */
  public final String remedy() {
    return remedy;
  }
}
