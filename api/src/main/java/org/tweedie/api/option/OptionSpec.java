package org.tweedie.api.option;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.Suggestion;

/**
 * The declaration of one option: name, type, default, range and one line of documentation.
 * Immutable; every factory checks that the default is a value of the option.
 */
public final class OptionSpec {
  /** The type of an option's values. */
  public enum Type {
    /** A whole number. */
    INTEGER,
    /** A real number. */
    NUMBER,
    /** true or false. */
    FLAG,
    /** One of a list of words. */
    CHOICE,
    /** Any text. */
    TEXT,
    /** The path of a file. */
    FILE
  }

  private final String name;
  private final Type type;
  private final Optional<String> defaultValue;
  private final double minimum;
  private final double maximum;
  private final List<String> choices;
  private final String documentation;

  private OptionSpec(
      String name,
      Type type,
      Optional<String> defaultValue,
      double minimum,
      double maximum,
      List<String> choices,
      String documentation) {
    this.name = name;
    this.type = type;
    this.minimum = minimum;
    this.maximum = maximum;
    this.choices = List.copyOf(choices);
    this.documentation = documentation;
    this.defaultValue = defaultValue.map(this::check);
  }

  /** A whole number in [{@code minimum}, {@code maximum}]. */
  public static OptionSpec integer(
      String name, long defaultValue, long minimum, long maximum, String documentation) {
    return new OptionSpec(
        name,
        Type.INTEGER,
        Optional.of(Long.toString(defaultValue)),
        minimum,
        maximum,
        List.of(),
        documentation);
  }

  /** A real number in [{@code minimum}, {@code maximum}]. */
  public static OptionSpec number(
      String name, double defaultValue, double minimum, double maximum, String documentation) {
    return new OptionSpec(
        name,
        Type.NUMBER,
        Optional.of(Double.toString(defaultValue)),
        minimum,
        maximum,
        List.of(),
        documentation);
  }

  /** A real number in [{@code minimum}, {@code maximum}] without a default. */
  public static OptionSpec optionalNumber(
      String name, double minimum, double maximum, String documentation) {
    return new OptionSpec(
        name, Type.NUMBER, Optional.empty(), minimum, maximum, List.of(), documentation);
  }

  /** A whole number in [{@code minimum}, {@code maximum}] without a default. */
  public static OptionSpec optionalInteger(
      String name, long minimum, long maximum, String documentation) {
    return new OptionSpec(
        name, Type.INTEGER, Optional.empty(), minimum, maximum, List.of(), documentation);
  }

  /** true or false. */
  public static OptionSpec flag(String name, boolean defaultValue, String documentation) {
    return new OptionSpec(
        name,
        Type.FLAG,
        Optional.of(Boolean.toString(defaultValue)),
        0,
        0,
        List.of("true", "false"),
        documentation);
  }

  /** One of a list of words. */
  public static OptionSpec choice(
      String name, String defaultValue, List<String> choices, String documentation) {
    return new OptionSpec(
        name, Type.CHOICE, Optional.of(defaultValue), 0, 0, choices, documentation);
  }

  /** Any text. */
  public static OptionSpec text(String name, String defaultValue, String documentation) {
    return new OptionSpec(
        name, Type.TEXT, Optional.of(defaultValue), 0, 0, List.of(), documentation);
  }

  /** The path of a file, without a default. */
  public static OptionSpec file(String name, String documentation) {
    return new OptionSpec(name, Type.FILE, Optional.empty(), 0, 0, List.of(), documentation);
  }

  /** Lower-case words joined by dots or hyphens, for example "steps" or "eta-max". */
  public String name() {
    return name;
  }

  /** The type of its values. */
  public Type type() {
    return type;
  }

  /** The default as text, or empty: then the option has no value unless set. */
  public Optional<String> defaultValue() {
    return defaultValue;
  }

  /** Smallest value allowed, for numbers. */
  public double minimum() {
    return minimum;
  }

  /** Largest value allowed, for numbers. */
  public double maximum() {
    return maximum;
  }

  /** The values allowed, for {@link Type#CHOICE} and {@link Type#FLAG}. */
  public List<String> choices() {
    return choices;
  }

  /** One line: meaning, unit, where the default comes from. */
  public String documentation() {
    return documentation;
  }

  /**
   * Checks a value given as text.
   *
   * @return the value in its normal form (numbers as Java writes them)
   * @throws InvalidOptionException if it is of the wrong type or out of range
   */
  public String check(String value) {
    String v = value.strip();
    switch (type) {
      case INTEGER:
        try {
          return inRange(Long.parseLong(v), Long.toString(Long.parseLong(v)));
        } catch (NumberFormatException e) {
          throw bad(value, "a whole number", e);
        }
      case NUMBER:
        try {
          return inRange(Double.parseDouble(v), Double.toString(Double.parseDouble(v)));
        } catch (NumberFormatException e) {
          throw bad(value, "a number", e);
        }
      case FLAG:
      case CHOICE:
        String word = v.toLowerCase(Locale.ROOT);
        if (!choices.contains(word)) {
          throw bad(
              value, "one of " + String.join(", ", choices) + Suggestion.hint(word, choices), null);
        }
        return word;
      default:
        return value;
    }
  }

  /**
   * The range in words, for help texts: for example "1 … 1000". A minimum of {@link
   * Double#MIN_VALUE} is "&gt;0".
   */
  public String range() {
    return switch (type) {
      case INTEGER ->
          (minimum <= Long.MIN_VALUE ? "-∞" : (long) minimum)
              + " … "
              + (maximum >= Long.MAX_VALUE ? "∞" : (long) maximum);
      case NUMBER ->
          (minimum <= -Double.MAX_VALUE ? "-∞" : minimum == Double.MIN_VALUE ? ">0" : minimum)
              + " … "
              + (maximum >= Double.MAX_VALUE ? "∞" : maximum);
      case FLAG, CHOICE -> String.join(" | ", choices);
      case TEXT -> "text";
      case FILE -> "a file";
    };
  }

  private String inRange(double v, String normal) {
    // Written so that NaN fails.
    if (!(v >= minimum && v <= maximum)) {
      throw bad(normal, "a value in " + range(), null);
    }
    return normal;
  }

  private InvalidOptionException bad(String value, String expected, Throwable cause) {
    return new InvalidOptionException(
        "the option '" + name + "' is '" + value + "'", "give " + expected, cause);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OptionSpec p
        && p.name.equals(name)
        && p.type == type
        && p.defaultValue.equals(defaultValue)
        && p.minimum == minimum
        && p.maximum == maximum
        && p.choices.equals(choices)
        && p.documentation.equals(documentation);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " (" + range() + ")";
  }
}
