package org.tweedie.api.spi.operator;

import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;

/** An unknown parameter of a forward operator: a blur kernel, a coil's phase, a rotation axis. */
public final class Parameter {
  private final String name;
  private final Field start;
  private final Domain admissible;
  private final String documentation;

  private Parameter(String name, Field start, Domain admissible, String documentation) {
    this.name = name;
    this.start = start;
    this.admissible = admissible;
    this.documentation = documentation;
  }

  /**
   * A parameter that may take any value.
   *
   * @param name lower-case words joined by hyphens, unique within the likelihood
   * @param start the value that the operator has unless another is given
   * @param documentation one line: meaning and unit
   */
  public static Parameter of(String name, Field start, String documentation) {
    return new Parameter(name, start, Domain.any(), documentation);
  }

  /** The same, where only these values make sense. */
  public Parameter within(Domain domain) {
    return new Parameter(name, start, domain, documentation);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The space of its values. */
  public Space space() {
    return start.space();
  }

  /** The value that the operator has unless another is given; not to be written to. */
  public Field start() {
    return start;
  }

  /** Which values make sense. */
  public Domain admissible() {
    return admissible;
  }

  /** Meaning and unit. */
  public String documentation() {
    return documentation;
  }
}
