package org.tweedie.cli.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.api.field.Field;

/**
 * What the program knows of a run beside its outcome.
 *
 * @param title what was reconstructed, for example the name of the data file
 * @param commandLine how to repeat it
 * @param reference the true image, if one was given, in the data's units
 * @param seconds wall-clock seconds of the whole program by part, in order; may be empty
 * @param warnings sentences of the program for the user, beside the findings of the operator
 * @param files what else lies in the folder: path relative to it, and what it is
 */
public record ReportContext(
    String title,
    String commandLine,
    Optional<Field> reference,
    Map<String, Double> seconds,
    List<String> warnings,
    Map<String, String> files) {
  /** Copies the collections, in order. */
  public ReportContext {
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    warnings = List.copyOf(warnings);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }

  /** A title and a command line, and nothing else. */
  public static ReportContext of(String title, String commandLine) {
    return new ReportContext(title, commandLine, Optional.empty(), Map.of(), List.of(), Map.of());
  }
}
