package org.tweedie.conformance;

import java.util.List;
import java.util.Map;
import org.tweedie.api.error.InvalidOptionException;

/** What the commands have in common in reading their arguments. */
final class Arguments {
  private Arguments() {}

  /** The value of the option before it. */
  static String value(List<String> arguments, int i) {
    if (i >= arguments.size()) {
      throw new InvalidOptionException(
          "the option '" + arguments.get(i - 1) + "' has no value", "give one after it");
    }
    return arguments.get(i);
  }

  /** Adds {@code NAME=VALUE} to options; {@code operator.NAME} and the like are the same. */
  static void set(String pair, Map<String, String> options) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new InvalidOptionException("--set is '" + pair + "'", "give NAME=VALUE");
    }
    options.put(
        pair.substring(0, equals).replaceFirst("^(operator|prior|sampler)\\.", ""),
        pair.substring(equals + 1));
  }
}
