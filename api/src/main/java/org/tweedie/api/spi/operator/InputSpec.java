package org.tweedie.api.spi.operator;

import java.util.List;
import org.tweedie.api.field.SpacePattern;

/**
 * The declaration of one named input of an operator family.
 *
 * @param id the name, for example "mask"; the command line makes {@code --mask} of it
 * @param role a few words, for example "sampling mask"
 * @param spaces the spaces accepted
 * @param required whether the operator can do without
 * @param unit the unit of the values, or "1"
 * @param documentation one line: meaning, order of the axes, what happens if it is not given
 */
public record InputSpec(
    String id,
    String role,
    List<SpacePattern> spaces,
    boolean required,
    String unit,
    String documentation) {
  /** Copies the list. */
  public InputSpec {
    spaces = List.copyOf(spaces);
  }
}
