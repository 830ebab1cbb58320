package org.tweedie.operators.mri;

import java.util.Locale;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;

/** Where k-space has its axis of coils. */
enum CoilAxis {
  /** First, unless the array looks as if it were the last: then the user is asked. */
  AUTO,
  /** {@code [coils, ny, nx]}. */
  FIRST,
  /** {@code [ny, nx, coils]}. */
  LAST;

  private static final String NAME = "coil-axis";

  /**
   * Coils share the energy more evenly than frequencies do: by this factor the last axis has to be
   * flatter than the first, to be taken for the coils.
   */
  private static final double FLATTER = 2;

  /** The declaration of the option. */
  static OptionSpec option() {
    return OptionSpec.choice(
        NAME,
        word(AUTO),
        Stream.of(values()).map(CoilAxis::word).toList(),
        "the axis of coils in k-space; auto is first, and asks if the last looks like it");
  }

  /** The axis that the option names. */
  static CoilAxis of(Options options) {
    return valueOf(options.text(NAME).toUpperCase(Locale.ROOT));
  }

  private static String word(CoilAxis axis) {
    return axis.name().toLowerCase(Locale.ROOT);
  }

  /**
   * K-space with its coils first.
   *
   * @param kspace complex, of two axes (one coil) or three
   * @return complex [coils, ny, nx]
   * @throws InvalidInputException if nobody said where the coils are and they seem to be last
   */
  Field first(Field kspace) {
    Space s = kspace.space();
    if (s.rank() == 2) {
      return ArrayAxes.shaped(kspace, 1, s.dim(0), s.dim(1));
    }
    if (this == AUTO && seemsLast(kspace)) {
      throw new InvalidInputException(
          "the k-space is "
              + s
              + ", which may be "
              + reading(0, 1, 2, s)
              + " or "
              + reading(2, 0, 1, s),
          "set the option '"
              + NAME
              + "' to last if the axis of "
              + s.dim(2)
              + " is the coils', to first if that of "
              + s.dim(0)
              + " is");
    }
    return this == LAST ? ArrayAxes.lastFirst(kspace) : kspace;
  }

  private static String reading(int coils, int y, int x, Space s) {
    int n = s.dim(coils);
    return n + (n == 1 ? " coil of " : " coils of ") + s.dim(y) + " x " + s.dim(x);
  }

  private static boolean seemsLast(Field kspace) {
    return kspace.space().dim(2) < kspace.space().dim(0)
        && EnergyProfile.along(kspace, 2).flatness()
            > FLATTER * EnergyProfile.along(kspace, 0).flatness();
  }
}
