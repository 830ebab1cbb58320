package org.tweedie.operators.mri;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;

/** Where data and mask have frequency 0. Everything else expects it in the middle of the grid. */
enum KspaceCentre {
  /** At index [⌊ny/2⌋, ⌊nx/2⌋]. */
  MIDDLE,
  /** At index [0, 0], where {@code np.fft.fft2} puts it. */
  CORNER,
  /** Where the energy of k-space peaks. */
  PEAK;

  private static final String NAME = "kspace-centre";

  /** The declaration of the option. */
  static OptionSpec option() {
    return OptionSpec.choice(
        NAME,
        MIDDLE.word(),
        Stream.of(values()).map(KspaceCentre::word).toList(),
        "where data and mask have frequency 0: at index [ny/2, nx/2], at [0, 0] as np.fft.fft2"
            + " puts it, or where the energy peaks");
  }

  /** The place that the option names. */
  static KspaceCentre of(Options options) {
    return valueOf(options.text(NAME).toUpperCase(Locale.ROOT));
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * By how many rows and columns data with this centre have to be moved.
   *
   * @throws InvalidInputException if the peak is to be the centre and there is none
   */
  int[] shift(KspacePeak peak, int ny, int nx) {
    return switch (this) {
      case MIDDLE -> new int[] {0, 0};
      case CORNER -> new int[] {ny / 2, nx / 2};
      case PEAK -> {
        if (!peak.found()) {
          throw new InvalidInputException(
              "the energy of k-space has no peak",
              "set the option '" + NAME + "' to " + MIDDLE.word() + " or " + CORNER.word());
        }
        yield new int[] {-peak.rows(), -peak.columns()};
      }
    };
  }

  /** Says what was moved to the peak, or that the peak is elsewhere. */
  Optional<Finding> finding(KspacePeak peak, int ny, int nx) {
    if (this == PEAK) {
      return Optional.of(
          Finding.info(
              NAME,
              String.format(
                  Locale.ROOT,
                  "K-space was moved by %d rows and %d columns, its peak to the middle.",
                  -peak.rows(),
                  -peak.columns())));
    }
    KspaceCentre likely = likely(peak, ny, nx);
    if (!peak.found() || likely == this) {
      return Optional.empty();
    }
    String where =
        switch (likely) {
          case MIDDLE -> "in the middle of the grid";
          case CORNER -> "near index [0, 0] and not in the middle of the grid";
          case PEAK ->
              String.format(
                  Locale.ROOT,
                  "about %d rows and %d columns from the middle of the grid",
                  peak.rows(),
                  peak.columns());
        };
    return Optional.of(
        Finding.warning(
            NAME,
            "The energy of k-space peaks "
                + where
                + ": if its centre is there, set the option '"
                + NAME
                + "' to "
                + likely.word()
                + "."));
  }

  /**
   * The corner if one axis says so and the other does not object: an axis whose centre was not
   * sampled shows its peak elsewhere.
   */
  private static KspaceCentre likely(KspacePeak peak, int ny, int nx) {
    boolean offY = KspacePeak.isOff(peak.rows(), ny);
    boolean offX = KspacePeak.isOff(peak.columns(), nx);
    if (!offY && !offX) {
      return MIDDLE;
    }
    boolean agree = (offY || ny < KspacePeak.SHORTEST) && (offX || nx < KspacePeak.SHORTEST);
    boolean corner = isAtCorner(peak.rows(), ny) || isAtCorner(peak.columns(), nx);
    return agree && corner ? CORNER : PEAK;
  }

  private static boolean isAtCorner(int offset, int n) {
    return n >= KspacePeak.SHORTEST && !KspacePeak.isOff(n / 2 - Math.abs(offset), n);
  }

  /** Moves index i of the last two axes to i + shift, around the end. */
  static Field roll(Field x, int[] shift) {
    if (shift[0] == 0 && shift[1] == 0) {
      return x;
    }
    int rank = x.space().rank();
    int ny = x.space().dim(rank - 2);
    int nx = x.space().dim(rank - 1);
    int parts = x.space().scalar().components();
    int row = parts * nx;
    int cut = parts * Math.floorMod(shift[1], nx);
    Field out = Field.zeros(x.space());
    for (int r = 0; r < x.data().length / row; r++) {
      int to = row * (r / ny * ny + Math.floorMod(r % ny + shift[0], ny));
      System.arraycopy(x.data(), row * r, out.data(), to + cut, row - cut);
      System.arraycopy(x.data(), row * (r + 1) - cut, out.data(), to, cut);
    }
    return out;
  }
}
