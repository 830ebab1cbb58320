package org.tweedie.operators.mri;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;

/**
 * Which axis of a real array holds real and imaginary part. Nothing tells such an axis from two
 * coils or two columns for certain, so it has to be named; magnitudes are not taken for complex
 * numbers.
 */
enum ComplexAxis {
  /** Arrays must be complex. */
  NONE,
  /** {@code [2, …]}. */
  FIRST,
  /** {@code […, 2]}, as {@code torch.view_as_real} writes it. */
  LAST;

  private static final String NAME = "complex-axis";

  /** The declaration of the option. */
  static OptionSpec option() {
    return OptionSpec.choice(
        NAME,
        NONE.word(),
        words(),
        "the axis of real arrays, of extent 2, that holds real and imaginary part");
  }

  /** The axis that the option names. */
  static ComplexAxis of(Options options) {
    return valueOf(options.text(NAME).toUpperCase(Locale.ROOT));
  }

  private static List<String> words() {
    return Stream.of(values()).map(ComplexAxis::word).toList();
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The complex array that a real one holds; a complex array as it is.
   *
   * @param what names the array in messages, for example "the k-space"
   * @throws InvalidInputException if it is real and this axis has not the extent 2
   */
  Field join(Field x, String what) {
    Space s = x.space();
    if (s.isComplex()) {
      return x;
    }
    int rank = s.rank();
    boolean first = rank > 1 && s.dim(0) == 2;
    boolean last = rank > 1 && s.dim(rank - 1) == 2;
    if (this == NONE) {
      throw new InvalidInputException(
          what
              + " is "
              + s
              + ", and real numbers have no phase"
              + (first || last ? ", unless an axis of 2 holds real and imaginary part" : ""),
          first || last
              ? "set the option '" + NAME + "' to " + (last ? LAST : FIRST).word() + " if it does"
              : "give complex numbers, or real and imaginary part as a last axis of 2 and the"
                  + " option '"
                  + NAME
                  + "' = last");
    }
    if (this == FIRST ? !first : !last) {
      throw new InvalidInputException(
          what + " is " + s + ", whose " + word() + " axis is not real and imaginary part",
          "give an axis of extent 2 there, or complex numbers");
    }
    int[] shape = s.shape();
    Field planes = this == FIRST ? x : ArrayAxes.lastFirst(x);
    Field out =
        Field.zeros(
            Space.complex(
                this == FIRST
                    ? Arrays.copyOfRange(shape, 1, rank)
                    : Arrays.copyOf(shape, rank - 1)));
    int n = out.space().size();
    for (int i = 0; i < n; i++) {
      out.data()[2 * i] = planes.data()[i];
      out.data()[2 * i + 1] = planes.data()[n + i];
    }
    return out;
  }

  /** True if a complex array is not 0, but each of its imaginary parts is. */
  static boolean isMissing(Field x) {
    return x.norm() > 0
        && IntStream.range(0, x.space().size()).allMatch(i -> x.data()[2 * i + 1] == 0);
  }
}
