package org.tweedie.api.spi.operator;

import java.util.List;
import org.tweedie.api.field.SpacePattern;

/** The declaration of one named input of an operator family. */
public final class InputSpec {
  private final String id;
  private final String role;
  private final List<SpacePattern> spaces;
  private final boolean required;
  private final String unit;
  private final String documentation;

  private InputSpec(
      String id,
      String role,
      List<SpacePattern> spaces,
      boolean required,
      String unit,
      String documentation) {
    this.id = id;
    this.role = role;
    this.spaces = List.copyOf(spaces);
    this.required = required;
    this.unit = unit;
    this.documentation = documentation;
  }

  /**
   * An input that the operator cannot do without.
   *
   * @param id the name, for example "data"; the command line makes {@code --data} of it
   * @param role a few words, for example "k-space"
   * @param spaces the spaces accepted
   * @param unit the unit of the values, or "1"
   * @param documentation one line: meaning, order of the axes
   */
  public static InputSpec required(
      String id, String role, List<SpacePattern> spaces, String unit, String documentation) {
    return new InputSpec(id, role, spaces, true, unit, documentation);
  }

  /**
   * An input that the operator can do without; like {@link #required}, and the documentation says
   * what happens if it is not given.
   */
  public static InputSpec optional(
      String id, String role, List<SpacePattern> spaces, String unit, String documentation) {
    return new InputSpec(id, role, spaces, false, unit, documentation);
  }

  /** The name. */
  public String id() {
    return id;
  }

  /** A few words. */
  public String role() {
    return role;
  }

  /** The spaces accepted. */
  public List<SpacePattern> spaces() {
    return spaces;
  }

  /** Whether the operator cannot do without. */
  public boolean required() {
    return required;
  }

  /** The unit of the values, or "1". */
  public String unit() {
    return unit;
  }

  /** Meaning, order of the axes, what happens if it is not given. */
  public String documentation() {
    return documentation;
  }
}
