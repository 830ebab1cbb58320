package org.tweedie.api.error;

/** A field that is not an element of the space that was expected. */
public final class ShapeMismatchException extends TweedieException {
  private static final long serialVersionUID = 1L;

  /**
   * @param given what was given, for example "the mask is real 230 x 181"
   * @param expected the space that was expected
   * @param remedy what to do about it
   */
  public ShapeMismatchException(String given, String expected, String remedy) {
    super(given + ", expected " + expected, remedy, null);
  }
}
