package org.tweedie.operators.mri;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Finding;

/**
 * Which index of the image the transform took for its origin. With the wrong one the image comes
 * out rolled by half its extents.
 */
enum ImageCentre {
  /** Index [⌊ny/2⌋, ⌊nx/2⌋]. */
  MIDDLE("middle"),
  /** Index [0, 0], as {@code np.fft.fft2} does. */
  CORNER("corner");

  private static final String NAME = "image-centre";

  /** The image wraps around if its centre of energy is farther out than this share of an axis. */
  private static final double WRAPPED = 0.375;

  /** Less concentrated energy says nothing of a place: an object that fills 0.8 of the axis. */
  private static final double CONCENTRATION = 0.23;

  private final String word;

  ImageCentre(String word) {
    this.word = word;
  }

  /** The declaration of the option. */
  static OptionSpec option() {
    return OptionSpec.choice(
        NAME,
        MIDDLE.word,
        List.of(MIDDLE.word, CORNER.word),
        "the index of the image that the transform took for the origin: [ny/2, nx/2], or [0, 0] as"
            + " np.fft.fft2 does");
  }

  /** The index that the option names. */
  static ImageCentre of(Options options) {
    return options.text(NAME).equals(CORNER.word) ? CORNER : MIDDLE;
  }

  /**
   * K-space of the same image with its origin in the middle, c = ⌊n/2⌋: the factor {@code exp(2πi c
   * f / n)} at frequency f of each axis.
   *
   * @param kspace complex [coils, ny, nx], centred
   */
  Field toMiddle(Field kspace) {
    if (this == MIDDLE) {
      return kspace;
    }
    int ny = kspace.space().dim(1);
    int nx = kspace.space().dim(2);
    Field out = Field.zeros(kspace.space());
    for (int i = 0; i < kspace.space().size(); i++) {
      double turns =
          (double) (ny / 2) * (i / nx % ny - ny / 2) / ny
              + (double) (nx / 2) * (i % nx - nx / 2) / nx;
      double c = Math.cos(2 * Math.PI * turns);
      double s = Math.sin(2 * Math.PI * turns);
      float re = kspace.data()[2 * i];
      float im = kspace.data()[2 * i + 1];
      out.data()[2 * i] = (float) (c * re - s * im);
      out.data()[2 * i + 1] = (float) (c * im + s * re);
    }
    return out;
  }

  /**
   * Warns if the object lies around the edge of the image.
   *
   * @param images complex [coils, ny, nx]: what the k-space is the transform of
   */
  Optional<Finding> finding(Field images) {
    boolean wrapped = isWrapped(EnergyProfile.along(images, 1));
    return wrapped || isWrapped(EnergyProfile.along(images, 2))
        ? Optional.of(
            Finding.warning(
                NAME,
                "The object lies around the edge of the image and not in its middle: set the option"
                    + " '"
                    + NAME
                    + "' to "
                    + (this == MIDDLE ? CORNER : MIDDLE).word
                    + " if that is wrong."))
        : Optional.empty();
  }

  private static boolean isWrapped(EnergyProfile p) {
    int n = p.energy().length;
    return n >= KspacePeak.SHORTEST
        && p.concentration() > CONCENTRATION
        && Math.abs(p.offset()) > WRAPPED * n;
  }
}
