package org.tweedie.formats;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Scalar;
import org.tweedie.api.field.Space;

/**
 * What a file holds: the array, and what the file says about it.
 *
 * @param field the numbers as stored (PNG: in [0, 1])
 * @param fullScale the stored number that stands for 1 if the file is taken for an image: 255 for
 *     8-bit and 65535 for 16-bit unsigned integers; empty where elements have no natural maximum
 * @param spacing distance between neighbouring elements along each dimension of the field, in
 *     millimetres, slowest dimension first, if known
 */
public record FieldFile(Field field, OptionalDouble fullScale, Optional<double[]> spacing) {

  /**
   * Checks that there is one spacing per dimension.
   *
   * @throws InvalidInputException if there is not, or one is not positive and finite
   */
  public FieldFile {
    if (spacing.isPresent()) {
      double[] s = spacing.get().clone();
      if (s.length != field.space().rank()
          || Arrays.stream(s).anyMatch(v -> !(v > 0) || Double.isInfinite(v))) {
        throw new InvalidInputException(
            "the spacing " + Arrays.toString(s) + " mm does not describe a field " + field.space(),
            "give one positive number of millimetres per dimension, slowest first");
      }
      spacing = Optional.of(s);
    }
  }

  /** A field of which nothing else is known. */
  public static FieldFile of(Field field) {
    return new FieldFile(field, OptionalDouble.empty(), Optional.empty());
  }

  /** A field with known spacing in millimetres, one per dimension, slowest first. */
  public static FieldFile of(Field field, double... spacing) {
    return new FieldFile(field, OptionalDouble.empty(), Optional.of(spacing));
  }

  /** The distances between neighbouring elements in millimetres, slowest dimension first. */
  @Override
  public Optional<double[]> spacing() {
    return spacing.map(double[]::clone);
  }

  /**
   * The field as an image on the scale [0, 1]: divided by {@link #fullScale()} where there is one,
   * the very field otherwise.
   */
  public Field image() {
    return fullScale.isEmpty() || fullScale.getAsDouble() == 1
        ? field
        : field.copy().scale(1 / fullScale.getAsDouble());
  }

  /**
   * The field with the wanted kind of scalar. Formats that know only complex numbers (BART) or only
   * real ones (PNG) thus serve both.
   *
   * @return the very field if it has that kind; else a copy with imaginary parts 0, or without them
   * @throws InvalidInputException if a real field is wanted and an imaginary part is not 0
   */
  public Field as(Scalar scalar) {
    Space space = field.space();
    if (space.scalar() == scalar) {
      return field;
    }
    float[] from = field.data();
    Field to = Field.zeros(space.with(scalar));
    float[] out = to.data();
    for (int i = 0; i < space.size(); i++) {
      if (scalar == Scalar.COMPLEX) {
        out[2 * i] = from[i];
      } else if (from[2 * i + 1] == 0) {
        out[i] = from[2 * i];
      } else {
        throw new InvalidInputException(
            "a real field is needed, and element "
                + i
                + " of the "
                + space
                + " field has the imaginary part "
                + from[2 * i + 1],
            "give the magnitude or the real part");
      }
    }
    return to;
  }
}
