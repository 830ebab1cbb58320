package org.tweedie.operators.mri;

import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;

/**
 * The one of several slices or frames that is reconstructed. They are what the axes before the last
 * three count, all of them as one; axes of extent 1 count nothing.
 *
 * @param count how many there are
 * @param taken which one it is, from 0
 */
record Slice(int count, int taken) {
  private static final String NAME = "slice";

  /** Coils, rows, columns, in whatever order. */
  private static final int RANK = 3;

  /** The declaration of the option. */
  static OptionSpec option() {
    return OptionSpec.integer(
        NAME,
        -1,
        -1,
        Integer.MAX_VALUE,
        "which slice or frame to take, from 0, if the axes before the last three count several;"
            + " -1: there is one");
  }

  /**
   * The slice of these data that the option names.
   *
   * @param kspace complex, of two axes or more
   * @throws InvalidOptionException if there is no such slice
   * @throws InvalidInputException if there are several and none is named
   */
  static Slice of(Field kspace, Options options) {
    int named = options.integer(NAME);
    Field x = ArrayAxes.withoutOnes(kspace, RANK);
    int count = x.space().rank() <= RANK ? 1 : ArrayAxes.blocks(x, RANK);
    if (named >= count) {
      throw new InvalidOptionException(
          "the option '"
              + NAME
              + "' is "
              + named
              + ", but the k-space, "
              + kspace.space()
              + ", has "
              + (count == 1 ? "one slice" : count + " slices"),
          count == 1 ? "leave it out" : "name one of 0 … " + (count - 1));
    }
    if (count > 1 && named < 0) {
      throw new InvalidInputException(
          "the k-space is "
              + kspace.space()
              + ": "
              + count
              + " slices or frames of "
              + ArrayAxes.block(x, RANK, 0).space(),
          "set the option '" + NAME + "' to one of 0 … " + (count - 1));
    }
    return new Slice(count, Math.max(named, 0));
  }

  /** This slice of k-space, of three axes or two. */
  Field cut(Field kspace) {
    Field x = ArrayAxes.withoutOnes(kspace, RANK);
    return count == 1 ? x : ArrayAxes.block(x, RANK, taken);
  }

  /** Says what was taken, if there was a choice. */
  Optional<Finding> finding() {
    return count == 1
        ? Optional.empty()
        : Optional.of(
            Finding.info(
                NAME,
                String.format(
                    Locale.ROOT,
                    "Slice %d of 0 … %d is reconstructed (option 'slice').",
                    taken,
                    count - 1)));
  }
}
