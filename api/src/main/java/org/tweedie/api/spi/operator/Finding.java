package org.tweedie.api.spi.operator;

import java.util.Optional;
import org.tweedie.api.field.Field;

/** Something that the preparation of a measurement, or a run, estimated, assumed or noticed. */
public final class Finding {
  /** Whether the user should worry. */
  public enum Severity {
    /** A fact. */
    INFO,
    /** Something that may spoil the result. */
    WARNING
  }

  private final Severity severity;
  private final String name;
  private final String text;
  private final Optional<Field> field;

  private Finding(Severity severity, String name, String text, Optional<Field> field) {
    this.severity = severity;
    this.name = name;
    this.text = text;
    this.field = field;
  }

  /**
   * A fact.
   *
   * @param name a short name in lower case, for example "noise"
   * @param text one sentence for the user, with the value and its unit
   */
  public static Finding info(String name, String text) {
    return new Finding(Severity.INFO, name, text, Optional.empty());
  }

  /** Something that may spoil the result; like {@link #info}. */
  public static Finding warning(String name, String text) {
    return new Finding(Severity.WARNING, name, text, Optional.empty());
  }

  /**
   * The same with an array that belongs to it, for example the estimated sensitivities; a finding
   * that has the name of an input holds a value that the input takes back.
   */
  public Finding with(Field array) {
    return new Finding(severity, name, text, Optional.of(array));
  }

  /** Whether the user should worry. */
  public Severity severity() {
    return severity;
  }

  /** A short name in lower case. */
  public String name() {
    return name;
  }

  /** One sentence for the user. */
  public String text() {
    return text;
  }

  /** An array that belongs to it. */
  public Optional<Field> field() {
    return field;
  }

  @Override
  public String toString() {
    return severity + " " + name + ": " + text;
  }
}
