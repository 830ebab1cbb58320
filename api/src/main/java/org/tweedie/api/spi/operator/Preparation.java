package org.tweedie.api.spi.operator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;

/** What an operator is prepared from: the named inputs and the options. Immutable. */
public final class Preparation {
  private final Map<String, Field> inputs;
  private final Options options;
  private final Consumer<String> progress;

  private Preparation(Map<String, Field> inputs, Options options, Consumer<String> progress) {
    this.inputs = inputs;
    this.options = options;
    this.progress = progress;
  }

  /**
   * A preparation.
   *
   * @param inputs by id; not to be written to
   * @param options bound to the provider's declarations
   */
  public static Preparation of(Map<String, Field> inputs, Options options) {
    return new Preparation(
        Collections.unmodifiableMap(new LinkedHashMap<>(inputs)), options, text -> {});
  }

  /** The same, with somebody who hears of long work before it begins: one line each. */
  public Preparation reportingTo(Consumer<String> listener) {
    return new Preparation(inputs, options, listener);
  }

  /** The inputs by id; not to be written to. */
  public Map<String, Field> inputs() {
    return inputs;
  }

  /**
   * An input, if it was given.
   *
   * @param id its id
   */
  public Optional<Field> input(String id) {
    return Optional.ofNullable(inputs.get(id));
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** Tells the user of long work that is about to begin, in one line. */
  public void progress(String line) {
    progress.accept(line);
  }
}
