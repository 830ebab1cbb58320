package org.tweedie.api.spi.sampler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;

/** The state of a run in memory: what {@link Run#save} wrote, by name. */
public final class SavedState implements StateSink {
  private final Map<String, Field> fields = new LinkedHashMap<>();
  private final Map<String, Double> numbers = new LinkedHashMap<>();

  /** An empty state. */
  public SavedState() {}

  /** The state of a run. */
  public static SavedState of(Run run) {
    SavedState s = new SavedState();
    run.save(s);
    return s;
  }

  @Override
  public void field(String name, Field value) {
    fields.put(name, value.copy());
  }

  @Override
  public void number(String name, double value) {
    numbers.put(name, value);
  }

  /**
   * A copy of a field of the state.
   *
   * @throws StateMismatchException if there is none of that name
   */
  public Field field(String name) {
    Field f = fields.get(name);
    if (f == null) {
      throw missing("field", name);
    }
    return f.copy();
  }

  /**
   * A number of the state.
   *
   * @throws StateMismatchException if there is none of that name
   */
  public double number(String name) {
    Double v = numbers.get(name);
    if (v == null) {
      throw missing("number", name);
    }
    return v;
  }

  /** Every field by name; not to be written to. */
  public Map<String, Field> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** Every number by name. */
  public Map<String, Double> numbers() {
    return Collections.unmodifiableMap(numbers);
  }

  private static StateMismatchException missing(String kind, String name) {
    return new StateMismatchException(
        "the saved state has no " + kind + " '" + name + "'",
        "resume with the sampler, options and chains that wrote it");
  }
}
