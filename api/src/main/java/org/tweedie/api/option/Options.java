package org.tweedie.api.option;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.error.Suggestion;

/** Values for a list of {@link OptionSpec}s: complete, validated, immutable. */
public final class Options {
  private final Map<String, OptionSpec> specs;
  private final Map<String, String> values;

  private Options(Map<String, OptionSpec> specs, Map<String, String> values) {
    this.specs = specs;
    this.values = values;
  }

  /** Every option at its default. */
  public static Options defaults(List<OptionSpec> specs) {
    return bind(specs, Map.of());
  }

  /**
   * Binds given values to declarations; what is not given takes its default.
   *
   * @throws InvalidOptionException for a name that is not declared (names the nearest), a value of
   *     the wrong type or out of range
   */
  public static Options bind(List<OptionSpec> specs, Map<String, String> given) {
    Map<String, OptionSpec> byName =
        specs.stream()
            .collect(
                Collectors.toMap(
                    OptionSpec::name,
                    s -> s,
                    (a, b) -> {
                      throw new InvalidOptionException(
                          "the option '" + a.name() + "' is declared twice",
                          "give each option of a provider its own name");
                    },
                    LinkedHashMap::new));
    for (String name : given.keySet()) {
      if (!byName.containsKey(name)) {
        String hint = Suggestion.hint(name, byName.keySet());
        throw new InvalidOptionException(
            "there is no option '" + name + "'" + hint,
            byName.isEmpty()
                ? "leave it out: this provider has no options"
                : hint.isEmpty()
                    ? "choose one of " + String.join(", ", byName.keySet())
                    : "correct its name");
      }
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (OptionSpec s : byName.values()) {
      Optional<String> v = Optional.ofNullable(given.get(s.name())).or(s::defaultValue);
      v.ifPresent(text -> values.put(s.name(), s.check(text)));
    }
    return new Options(byName, values);
  }

  /** Every value as text, in the order of the declarations; options without a value are absent. */
  public Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }

  /** True if the option has a value. */
  public boolean has(String name) {
    return values.containsKey(declared(name));
  }

  /** The value of a whole-number option. */
  public long longInteger(String name) {
    return Long.parseLong(value(name, OptionSpec.Type.INTEGER));
  }

  /** The value of a whole-number option, as an int. */
  public int integer(String name) {
    long v = longInteger(name);
    if (v != (int) v) {
      throw new InvalidOptionException(
          "the option '" + name + "' is " + v, "give a whole number below 2 147 483 648");
    }
    return (int) v;
  }

  /** The value of a number option. */
  public double number(String name) {
    return Double.parseDouble(value(name, OptionSpec.Type.NUMBER));
  }

  /** The value of a flag. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(value(name, OptionSpec.Type.FLAG));
  }

  /** The value of a choice or a text. */
  public String text(String name) {
    return value(name, OptionSpec.Type.CHOICE, OptionSpec.Type.TEXT);
  }

  /** The value of a file option. */
  public Path file(String name) {
    String v = value(name, OptionSpec.Type.FILE);
    try {
      return Path.of(v);
    } catch (InvalidPathException e) {
      throw new InvalidOptionException(
          "the option '" + name + "' is '" + v + "', which is no path here",
          "give the path of a file",
          e);
    }
  }

  private String value(String name, OptionSpec.Type... types) {
    OptionSpec.Type type = specs.get(declared(name)).type();
    if (!List.of(types).contains(type)) {
      throw new IllegalArgumentException(
          "option '" + name + "' is declared as " + type + ", not as " + List.of(types));
    }
    String v = values.get(declared(name));
    if (v == null) {
      throw new InvalidOptionException(
          "the option '" + name + "' has no value", "set it: " + specs.get(name).documentation());
    }
    return v;
  }

  private String declared(String name) {
    if (!specs.containsKey(name)) {
      throw new IllegalArgumentException("option '" + name + "' is not declared");
    }
    return name;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Options p && p.values.equals(values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
