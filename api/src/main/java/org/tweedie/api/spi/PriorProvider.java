package org.tweedie.api.spi;

import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.prior.Trainer;

/** A prior, or a family of priors that options or a file make concrete. */
public interface PriorProvider extends Provider {
  /**
   * The name of the option that takes a model file, if this provider reads any; the command line
   * accepts such a file in place of an id.
   */
  default Optional<String> fileOption() {
    return Optional.empty();
  }

  /** Suffixes of the model files that it reads, for example ".safetensors". */
  default List<String> fileSuffixes() {
    return List.of();
  }

  /**
   * The card of the prior that {@link #create} would make; may read the header of a model file,
   * loads no native library.
   *
   * @param context the options, and what else is installed
   */
  PriorCard card(Context context);

  /**
   * Makes the prior.
   *
   * @param context the options, and what else is installed
   * @param space the space of the images; accepted by the card
   * @throws org.tweedie.api.error.TweedieException if the space, the device or the file cannot be
   *     used
   */
  Prior create(Context context, Space space);

  /** Trains priors of this family, if that is possible. */
  default Optional<Trainer> trainer() {
    return Optional.empty();
  }
}
