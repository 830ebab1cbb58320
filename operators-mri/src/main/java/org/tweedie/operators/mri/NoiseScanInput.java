package org.tweedie.operators.mri;

import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** A noise scan as it was given, as [coils, samples]. */
final class NoiseScanInput {
  private NoiseScanInput() {}

  /**
   * Brings a noise scan to the order of the k-space.
   *
   * @param given complex: [coils, …], […, coils], or of any shape for one coil
   * @param coils how many coils the k-space has
   * @param coilAxis what the user says of the k-space, for arrays that fit both ways
   * @return complex [coils, samples]
   * @throws ShapeMismatchException if it has no axis of that many coils
   * @throws InvalidInputException if it has no imaginary part
   */
  static Field read(Field given, int coils, CoilAxis coilAxis) {
    Space s = given.space();
    boolean first = s.dim(0) == coils;
    boolean last = s.dim(s.rank() - 1) == coils;
    if (!first && !last && coils > 1) {
      throw new ShapeMismatchException(
          "the noise scan is " + s,
          "complex [" + coils + ", ...], one row for each coil",
          "give the noise scan of these coils");
    }
    if (ComplexAxis.isMissing(given)) {
      throw new InvalidInputException(
          "every imaginary part of the noise scan is 0, but noise has two parts",
          "give the complex samples of the noise scan");
    }
    boolean move = coils > 1 && last && (!first || coilAxis == CoilAxis.LAST);
    Field x = move ? ArrayAxes.lastFirst(given) : given;
    return ArrayAxes.shaped(x, coils, s.size() / coils);
  }
}
