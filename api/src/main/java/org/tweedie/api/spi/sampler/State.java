package org.tweedie.api.spi.sampler;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.error.StateMismatchException;
import org.tweedie.api.field.Field;

/**
 * The state of a run between two steps: lists of fields and arrays of numbers by name, of any space
 * and any length. It is all that a later step needs, so that the engine can save and resume any
 * method. Immutable: no kernel writes to what it finds in a state.
 */
public final class State {
  private static final State EMPTY = new State(Map.of(), Map.of());

  private final Map<String, List<Field>> fields;
  private final Map<String, double[]> numbers;

  private State(Map<String, List<Field>> fields, Map<String, double[]> numbers) {
    this.fields = fields;
    this.numbers = numbers;
  }

  /** A state that holds nothing yet. */
  public static State empty() {
    return EMPTY;
  }

  /**
   * A state with one list of fields.
   *
   * @param name its name
   * @param values usually one per chain, in order; with several per chain those of one chain follow
   *     one another
   */
  public static State of(String name, List<Field> values) {
    return EMPTY.with(name, values);
  }

  /** This state with a list of fields added or replaced. */
  public State with(String name, List<Field> values) {
    Map<String, List<Field>> more = new LinkedHashMap<>(fields);
    more.put(name, List.copyOf(values));
    return new State(more, numbers);
  }

  /** This state with numbers added or replaced; copied. */
  public State with(String name, double... values) {
    Map<String, double[]> more = new LinkedHashMap<>(numbers);
    more.put(name, values.clone());
    return new State(fields, more);
  }

  /**
   * A list of fields; not to be written to.
   *
   * @throws StateMismatchException if there is none of that name
   */
  public List<Field> fields(String name) {
    List<Field> f = fields.get(name);
    if (f == null) {
      throw missing("fields", name);
    }
    return f;
  }

  /**
   * A copy of an array of numbers.
   *
   * @throws StateMismatchException if there is none of that name
   */
  public double[] numbers(String name) {
    double[] n = numbers.get(name);
    if (n == null) {
      throw missing("numbers", name);
    }
    return n.clone();
  }

  /** Every list of fields by name; not to be written to. */
  public Map<String, List<Field>> fields() {
    return Collections.unmodifiableMap(fields);
  }

  /** A copy of every array of numbers by name. */
  public Map<String, double[]> numbers() {
    Map<String, double[]> all = new LinkedHashMap<>();
    numbers.forEach((name, values) -> all.put(name, values.clone()));
    return all;
  }

  private static StateMismatchException missing(String kind, String name) {
    return new StateMismatchException(
        "the state has no " + kind + " '" + name + "'",
        "resume with the sampler and the options that wrote it");
  }
}
