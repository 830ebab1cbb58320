package org.tweedie.cli.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.tweedie.api.field.Field;
import org.tweedie.engine.run.Timing;

/**
 * What the program knows of a run beside its outcome.
 *
 * @param title what was reconstructed, for example the name of the data file
 * @param commandLine how to repeat it
 * @param reference the true image, if one was given, in the data's units
 * @param program where the time of the whole program has gone when it is asked
 * @param warnings sentences of the program for the user, beside the findings of the operator
 * @param files what else lies in the folder: path relative to it, and what it is
 */
public record ReportContext(
    String title,
    String commandLine,
    Optional<Field> reference,
    Supplier<Timing> program,
    List<String> warnings,
    Map<String, String> files) {
  /** Copies the collections, in order. */
  public ReportContext {
    warnings = List.copyOf(warnings);
    files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
  }
}
