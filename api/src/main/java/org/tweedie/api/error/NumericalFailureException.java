package org.tweedie.api.error;

/** A NaN or an infinity that appeared during a run, with the step and what produced it. */
public final class NumericalFailureException extends TweedieException {
  private static final long serialVersionUID = 1L;
  private final long step;
  private final String culprit;

  /**
   * @param culprit what produced the value, for example "the prior brain.mri"
   * @param step the step of the run, counted from 0
   * @param level the noise level σ at that step, in the prior's units
   * @param remedy what to do about it
   */
  public NumericalFailureException(String culprit, long step, double level, String remedy) {
    super(
        culprit + " returned a value that is not finite at step " + step + " (level " + level + ")",
        remedy,
        null);
    this.step = step;
    this.culprit = culprit;
  }

  /** The step of the run, counted from 0. */
  public long step() {
    return step;
  }

  /** What produced the value. */
  public String culprit() {
    return culprit;
  }
}
