package org.tweedie.api.spi;

import java.util.List;
import org.tweedie.api.option.OptionSpec;

/**
 * What every provider tells of itself. Creating a provider and calling these methods loads no
 * native library, opens no file and starts no thread.
 */
public interface Provider {
  /**
   * The unique id: lower-case words joined by dots or hyphens, for example "mri.cartesian" or
   * "r-bgdm".
   */
  String id();

  /** One line for a list. */
  String title();

  /** The options, with defaults, ranges and documentation. */
  List<OptionSpec> options();

  /** What to cite; nothing by default. */
  default List<Citation> references() {
    return List.of();
  }
}
