package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.field.Field;

/**
 * Something that the preparation of a measurement estimated, assumed or noticed.
 *
 * @param severity whether the user should worry
 * @param name a short name in lower case, for example "noise"
 * @param text one sentence for the user, with the value and its unit
 * @param field an array that belongs to it, for example the estimated sensitivities
 */
public record Finding(Severity severity, String name, String text, Optional<Field> field) {
  /** Whether the user should worry. */
  public enum Severity {
    /** A fact. */
    INFO,
    /** Something that may spoil the result. */
    WARNING
  }

  /** A fact. */
  public static Finding info(String name, String text) {
    return new Finding(Severity.INFO, name, text, Optional.empty());
  }

  /** A fact with an array. */
  public static Finding info(String name, String text, Field field) {
    return new Finding(Severity.INFO, name, text, Optional.of(field));
  }

  /** Something that may spoil the result. */
  public static Finding warning(String name, String text) {
    return new Finding(Severity.WARNING, name, text, Optional.empty());
  }
}
